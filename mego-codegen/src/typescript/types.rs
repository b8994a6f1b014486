//! `types`: every named type of the API.

use super::convert::Converter;
use super::jsdoc::Doc;
use super::module::Item;
use super::scope::{Declared, JSON_VALUE, Scope};
use super::syntax::TypeExpr;
use crate::model::{Kind, Object};

/// The declarations of the module.
pub(super) fn items(scope: &Scope<'_>) -> Vec<Item> {
    let mut items: Vec<Item> = scope
        .declared()
        .iter()
        .map(|declared| item(scope, declared))
        .collect();
    if scope.uses_json_value() {
        items.push(json_value());
    }
    items
}

fn item(scope: &Scope<'_>, declared: &Declared<'_>) -> Item {
    let Declared { name, side, ty, .. } = declared;
    let converter = Converter { scope, side: *side };
    let doc = Doc::of_notes(&ty.notes);
    match &ty.kind {
        Kind::Object(object @ Object { base: None, .. }) if !ty.nullable => Item::Interface {
            doc,
            name: name.clone(),
            members: converter.members(object),
            airy: false,
        },
        _ => Item::Alias {
            doc,
            name: name.clone(),
            ty: converter.convert(ty),
        },
    }
}

/// Any value that the server may send without saying more about it.
fn json_value() -> Item {
    Item::Alias {
        doc: Doc::new("Any JSON value. An integer that a `number` cannot hold exactly is a `bigint`."),
        name: JSON_VALUE.to_owned(),
        ty: TypeExpr::union(
            [
                "null",
                "boolean",
                "number",
                "bigint",
                "string",
                "readonly JsonValue[]",
                "{ readonly [key: string]: JsonValue }",
            ]
            .map(TypeExpr::word),
        ),
    }
}
