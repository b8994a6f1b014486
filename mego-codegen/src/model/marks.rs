//! Our own keywords, `x-mego-…`: what JSON Schema has no word for.

use serde_json::Value;

use super::Side;
use super::constraints::Implied;
use super::keywords::{Keywords, short};
use super::place::Place;
use super::read::Reader;
use super::types::{Int64, Kind, Notes, Type};

/// The greatest number of milliseconds in a `mego::Millis`, the greatest safe integer of JavaScript.
const MAX_MILLIS: i128 = (1 << 53) - 1;

/// What is said of a type beside what it is.
#[derive(Debug)]
pub(super) struct Marks {
    int64: Option<Int64>,
    absent: bool,
    nested_option: bool,
    patch: bool,
}

/// The names that schemars makes for types of the standard library.
const MADE_NAMES: &[&str] = &["Result_of_", "Bound_of_", "Range_of_"];

/// Whether a named type stands where it is mentioned, without its name: one of others that we describe, or one whose name
/// nobody gave it.
pub(super) fn is_inline(name: &str, schema: &Value) -> bool {
    MADE_NAMES.iter().any(|made| name.starts_with(made))
        || (schema.get("x-mego").is_some() && schema.get("x-mego-inline") == Some(&Value::Bool(true)))
}

/// Takes the marks that may stand on any type.
pub(super) fn take(reader: &mut Reader<'_>, keywords: &mut Keywords<'_>, place: &Place) -> Marks {
    let mut int64 = None;
    if let Some(value) = keywords.take("x-mego-int64") {
        int64 = match value.as_str() {
            Some("bigint") => Some(Int64::Bigint),
            Some("number") => Some(Int64::Number),
            Some("string") => Some(Int64::String),
            _ => {
                reader.problem(
                    place,
                    format!("`x-mego-int64` is {}", short(value)),
                    "write \"bigint\", \"number\" or \"string\"",
                );
                None
            }
        };
    }
    let mut flag = |keyword| match keywords.take(keyword) {
        None | Some(Value::Bool(false)) => false,
        Some(Value::Bool(true)) => true,
        Some(other) => {
            reader.problem(
                place,
                format!("`{keyword}` is {}", short(other)),
                "write true or false",
            );
            false
        }
    };
    // A client has both anyway: a field that may be left out and one that may be null are two things in TypeScript.
    flag("x-mego-patch");
    Marks {
        int64,
        absent: flag("x-mego-absent"),
        nested_option: flag("x-mego-nested-option"),
        patch: flag("x-mego-patch"),
    }
}

impl Marks {
    pub(super) fn apply(self, reader: &mut Reader<'_>, side: Side, ty: &mut Type, place: &Place) {
        if let Some(int64) = self.int64
            && !set_int64(ty, int64)
        {
            let remedy = match &ty.kind {
                Kind::Named(name) => format!("move it into `{name}`, to the field that is one"),
                _ => "take it away, or put it on a field that is one".to_owned(),
            };
            reader.problem(
                place,
                "`int64` stands on what holds no 64-bit integer".to_owned(),
                &remedy,
            );
        }
        // Such a field is left out instead of null; clients may still send null.
        if self.absent && side == Side::Output {
            ty.nullable = false;
        }
        ty.nested_option = self.nested_option;
        ty.patch = self.patch;
    }
}

/// Whether there was one. What has a name says so in its own definition.
fn set_int64(ty: &mut Type, int64: Int64) -> bool {
    if matches!(ty.kind, Kind::Int64 | Kind::Uint64) {
        ty.int64 = Some(int64);
        return true;
    }
    let mut found = false;
    for child in ty.children_mut() {
        found |= set_int64(child, int64);
    }
    found
}

/// `x-mego`: a type that JSON Schema has no word for.
pub(super) fn read_type(
    reader: &mut Reader<'_>,
    mark: &Value,
    keywords: &mut Keywords<'_>,
    place: &Place,
) -> Type {
    for beside in ["format", "items", "contentEncoding", "contentMediaType"] {
        keywords.take(beside);
    }
    let nullable = match keywords.take("type") {
        Some(Value::Array(names)) => names.iter().any(|name| name == "null"),
        _ => false,
    };
    let ty = match mark.as_str() {
        Some("bytes") => Type::of(Kind::Bytes),
        Some("unit") => Type::of(Kind::Unit),
        Some("millis") => Type {
            implied: Implied {
                minimum: Some(0),
                maximum: Some(MAX_MILLIS),
                ..Implied::default()
            },
            notes: Notes {
                doc: "Duration in milliseconds.".to_owned(),
                ..Notes::default()
            },
            ..Type::of(Kind::Int)
        },
        _ => {
            reader.problem(
                place,
                format!(
                    "the mark `x-mego` is {}, which this mego-codegen does not know",
                    short(mark)
                ),
                "install the mego-codegen of the same release as the server's mego",
            );
            Type::default()
        }
    };
    Type { nullable, ..ty }
}
