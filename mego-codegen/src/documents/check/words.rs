//! Formats of strings, and what a message calls a type.

use regex_lite::Regex;

use crate::model::{Format, Implied, Kind, Type, Union};

/// Whether a text has the outer form of its format; a document need not know leap years.
pub(super) fn is_format(format: &Format, text: &str) -> bool {
    let shape = |pattern: &str| Regex::new(pattern).is_ok_and(|regex| regex.is_match(text));
    match format {
        Format::Plain => true,
        Format::DateTime | Format::CivilDateTime => {
            shape(r"^[+-]?\d{4,6}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)?(\[.+\])?$")
        }
        Format::Date => shape(r"^[+-]?\d{4,6}-\d\d-\d\d$"),
        Format::Time => shape(r"^\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)?$"),
        Format::Duration => shape(r"^[+-]?[Pp][0-9A-Za-z.,+-]+$"),
        Format::Uuid => shape(r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"),
        Format::Other(name) => match name.as_str() {
            "ip" => text.parse::<std::net::IpAddr>().is_ok(),
            "ipv4" => text.parse::<std::net::Ipv4Addr>().is_ok(),
            "ipv6" => text.parse::<std::net::Ipv6Addr>().is_ok(),
            "email" => shape(r"^[^@\s]+@[^@\s]+$"),
            "uri" => shape(r"^[A-Za-z][A-Za-z0-9+.-]*:"),
            _ => true,
        },
    }
}

/// What an integer is, as a message about another number says it.
pub(super) fn expected_integer(ty: &Type) -> String {
    match ty.implied {
        Implied {
            minimum: Some(minimum),
            maximum: Some(maximum),
            ..
        } if ty.kind == Kind::Int => format!("an integer from {minimum} to {maximum}"),
        _ => expected(&ty.kind),
    }
}

/// What a type is, as a message says it.
pub(super) fn expected(kind: &Kind) -> String {
    match kind {
        Kind::Any => "any value".to_owned(),
        Kind::Never => "nothing: this type has no values".to_owned(),
        Kind::Null | Kind::Unit => "null".to_owned(),
        Kind::Bool => "true or false".to_owned(),
        Kind::Int => "an integer of at most 32 bits".to_owned(),
        Kind::Int64 => "an integer of 64 bits".to_owned(),
        Kind::Uint64 => "an integer of 64 bits, at least 0".to_owned(),
        Kind::Int128 => "an integer of 128 bits".to_owned(),
        Kind::Uint128 => "an integer of 128 bits, at least 0".to_owned(),
        Kind::Float => "a number".to_owned(),
        Kind::Bytes => "bytes, as an array of numbers up to 255".to_owned(),
        Kind::String(format) => match format {
            Format::Plain => "a string".to_owned(),
            Format::DateTime | Format::CivilDateTime => {
                "a moment such as \"2024-02-29T12:00:00Z\"".to_owned()
            }
            Format::Date => "a day such as \"2024-02-29\"".to_owned(),
            Format::Time => "a time of day such as \"12:00:00\"".to_owned(),
            Format::Duration => "a duration such as \"PT5M\"".to_owned(),
            Format::Uuid => "a UUID with hyphens".to_owned(),
            Format::Other(name) => format!("a string in the format `{name}`"),
        },
        Kind::Literals(literals) => {
            let values: Vec<String> = literals.iter().map(|literal| literal.value.to_string()).collect();
            match values.as_slice() {
                [one] => one.clone(),
                several => format!("one of {}", several.join(", ")),
            }
        }
        Kind::Array(_, None) | Kind::Set(_) => "an array".to_owned(),
        Kind::Array(_, Some(length)) => format!("an array of {length} elements"),
        Kind::Tuple(items) => format!("an array of {} elements", items.len()),
        Kind::Map(..) => "an object that is a map".to_owned(),
        Kind::Object(_) => "an object".to_owned(),
        Kind::Union(Union::Tagged { .. }) => "a variant of the enum".to_owned(),
        Kind::Union(Union::Untagged(members)) => members
            .iter()
            .map(|ty| expected(&ty.kind))
            .collect::<Vec<_>>()
            .join(", or "),
        Kind::Named(name) => format!("a value of the type `{name}`"),
    }
}
