//! How a type is written: `[]string!`, `map[string]int?`, `("A"|"B")!`.

use crate::model::{Format, Key, Kind, Literal, Side, Type, Union};

use super::inline::escape;
use super::names::Names;
use super::tree::Presence;

/// A list of a fixed length up to this one is written as a tuple.
const TUPLE: u64 = 4;

/// The type of a field or a value, with its mark.
pub(super) fn marked(names: &Names<'_>, side: Side, ty: &Type, presence: Presence) -> String {
    Writer { names, side }.with_mark(ty, presence.mark())
}

/// A type on its own, where nobody asks whether it is present: that of a named type.
pub(super) fn unmarked(names: &Names<'_>, side: Side, ty: &Type) -> String {
    Writer { names, side }.with_mark(ty, if ty.nullable { "?" } else { "" })
}

/// Whether a list of this length is written as a tuple, so that its length can be seen.
pub(super) fn is_tuple(length: u64) -> bool {
    (2..=TUPLE).contains(&length)
}

/// The value of an enum as it is written.
pub(super) fn literal(literal: &Literal) -> String {
    escape(&literal.value.to_string())
}

struct Writer<'a, 'm> {
    names: &'a Names<'m>,
    side: Side,
}

impl Writer<'_, '_> {
    fn with_mark(&self, ty: &Type, mark: &str) -> String {
        let bare = self.bare(&ty.kind, !mark.is_empty());
        if is_choice(&ty.kind) && !mark.is_empty() {
            format!("({bare}){mark}")
        } else {
            format!("{bare}{mark}")
        }
    }

    /// An element: always present, so that it has a mark only if it may be null.
    fn element(&self, ty: &Type, marked_outside: bool) -> String {
        let mark = if ty.nullable { "?" } else { "" };
        let bare = self.bare(&ty.kind, ty.nullable);
        let element = if is_choice(&ty.kind) {
            format!("({bare}){mark}")
        } else {
            format!("{bare}{mark}")
        };
        // Where nothing follows, the mark of the element would look like that of the list.
        if !marked_outside && element.ends_with('?') {
            format!("({element})")
        } else {
            element
        }
    }

    /// An element behind the brackets of its list or map. In a document that is shown rather than read as it is, brackets and
    /// parentheses side by side would be a link.
    fn behind(&self, brackets: &str, item: &Type, marked: bool) -> String {
        let element = self.element(item, marked);
        let escape = if self.names.has_anchors() && element.starts_with('(') {
            "\\"
        } else {
            ""
        };
        format!("{brackets}{escape}{element}")
    }

    fn bare(&self, kind: &Kind, marked: bool) -> String {
        match kind {
            Kind::Any => "any".to_owned(),
            Kind::Never => "never".to_owned(),
            Kind::Null | Kind::Unit => "null".to_owned(),
            Kind::Bool => "bool".to_owned(),
            Kind::Int => "int".to_owned(),
            Kind::Int64 => "int64".to_owned(),
            Kind::Uint64 => "uint64".to_owned(),
            Kind::Int128 => "int128".to_owned(),
            Kind::Uint128 => "uint128".to_owned(),
            Kind::Float => "float".to_owned(),
            Kind::Bytes => "bytes".to_owned(),
            Kind::String(format) => string(format).to_owned(),
            Kind::Literals(literals) => literals.iter().map(literal).collect::<Vec<_>>().join("|"),
            Kind::Array(item, Some(length)) if is_tuple(*length) => {
                let item = self.element(item, true);
                let items: Vec<&str> = (0..*length).map(|_| item.as_str()).collect();
                format!("({})", items.join(", "))
            }
            Kind::Array(item, _) | Kind::Set(item) => self.behind("[]", item, marked),
            Kind::Tuple(items) => {
                let items: Vec<String> = items.iter().map(|item| self.element(item, true)).collect();
                format!("({})", items.join(", "))
            }
            Kind::Map(Key::String, value) => self.behind("map[string]", value, marked),
            Kind::Map(Key::Uint | Key::Int, value) => self.behind("map[int]", value, marked),
            Kind::Object(_) | Kind::Union(Union::Tagged { .. }) => "object".to_owned(),
            Kind::Union(Union::Untagged(members)) => members
                .iter()
                .map(|member| self.element(member, true))
                .collect::<Vec<_>>()
                .join("|"),
            Kind::Named(name) => self.names.type_reference(self.side, name),
        }
    }
}

/// Whether the type is written with `|`.
fn is_choice(kind: &Kind) -> bool {
    match kind {
        Kind::Literals(literals) => literals.len() > 1,
        Kind::Union(Union::Untagged(members)) => members.len() > 1,
        _ => false,
    }
}

fn string(format: &Format) -> &'static str {
    match format {
        Format::DateTime | Format::CivilDateTime => "datetime",
        Format::Date => "date",
        Format::Time => "time",
        Format::Duration => "duration",
        Format::Uuid => "uuid",
        Format::Plain | Format::Other(_) => "string",
    }
}
