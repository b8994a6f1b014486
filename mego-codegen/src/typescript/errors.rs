//! `errors`: for each method a union of all that it can fail with.

use super::convert::Converter;
use super::jsdoc::Doc;
use super::module::Item;
use super::names;
use super::scope::Scope;
use super::syntax::{Alternative, TypeExpr};
use crate::model::{Method, Side};

/// The declarations of the module.
pub(super) fn items(scope: &Scope<'_>) -> Vec<Item> {
    scope.model.methods().map(|method| item(scope, method)).collect()
}

/// `CreateUserError`
pub(super) fn name(method: &Method) -> String {
    format!("{}Error", names::pascal(&method.name))
}

fn item(scope: &Scope<'_>, method: &Method) -> Item {
    let converter = Converter {
        scope,
        side: Side::Output,
    };
    let declared = method.errors.iter().map(|error| {
        let mut arguments = vec![
            TypeExpr::word(names::quoted(&error.status)),
            TypeExpr::word(error.code.to_string()),
        ];
        arguments.extend(error.data.as_ref().map(|data| converter.convert(data)));
        Alternative {
            doc: Doc::new(&error.doc),
            ty: TypeExpr::Generic("Mego.Declared".to_owned(), arguments),
        }
    });
    let always = ["Mego.Fault", "Mego.ClientError"].map(|name| Alternative {
        doc: Doc::default(),
        ty: TypeExpr::word(name),
    });
    Item::Alias {
        doc: Doc::new(&format!("What `{}` can fail with.", method.name)),
        name: name(method),
        ty: TypeExpr::Union(declared.chain(always).collect()),
    }
}
