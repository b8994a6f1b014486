//! Booleans, numbers and strings.

use super::constraints::Implied;
use super::keywords::Keywords;
use super::types::{Format, Kind};

/// Reads a scalar, or says why it is none.
pub(super) fn read(name: &str, keywords: &mut Keywords<'_>) -> Result<(Kind, Implied), String> {
    let unbounded = Implied::default();
    match name {
        "null" => Ok((Kind::Null, unbounded)),
        "boolean" => Ok((Kind::Bool, unbounded)),
        "number" => {
            // `float` and `double` are both a double on the other side.
            keywords.text("format");
            Ok((Kind::Float, unbounded))
        }
        "integer" => integer(keywords),
        "string" => Ok((Kind::String(format(keywords)), unbounded)),
        other => Err(format!("`{other}` is not the name of a type")),
    }
}

fn integer(keywords: &mut Keywords<'_>) -> Result<(Kind, Implied), String> {
    let format = keywords.text("format");
    let range = |minimum: i128, maximum: i128| Implied {
        minimum: Some(minimum),
        maximum: Some(maximum),
        is_pointer_sized: matches!(format.as_deref(), Some("int" | "uint")),
    };
    Ok(match format.as_deref() {
        Some("int8") => (Kind::Int, range(i8::MIN.into(), i8::MAX.into())),
        Some("int16") => (Kind::Int, range(i16::MIN.into(), i16::MAX.into())),
        Some("int32") => (Kind::Int, range(i32::MIN.into(), i32::MAX.into())),
        Some("uint8") => (Kind::Int, range(0, u8::MAX.into())),
        Some("uint16") => (Kind::Int, range(0, u16::MAX.into())),
        Some("uint32") => (Kind::Int, range(0, u32::MAX.into())),
        // A pointer's size is that of the server, so it may be 64 bits.
        Some("int64" | "int") => (Kind::Int64, range(i64::MIN.into(), i64::MAX.into())),
        Some("uint64" | "uint") => (Kind::Uint64, range(0, u64::MAX.into())),
        Some("int128") => (Kind::Int128, Implied::default()),
        Some("uint128") => (
            Kind::Uint128,
            Implied {
                minimum: Some(0),
                ..Implied::default()
            },
        ),
        // Nothing says how large it can become, so nothing may be lost.
        None => (Kind::Int64, Implied::default()),
        Some(other) => return Err(format!("`{other}` is not the format of an integer")),
    })
}

fn format(keywords: &mut Keywords<'_>) -> Format {
    match keywords.text("format").as_deref() {
        None => Format::Plain,
        Some("date-time") => Format::DateTime,
        Some("partial-date-time" | "zoned-date-time") => Format::CivilDateTime,
        Some("date") => Format::Date,
        Some("time" | "partial-time") => Format::Time,
        Some("duration") => Format::Duration,
        Some("uuid") => Format::Uuid,
        Some(other) => Format::Other(other.to_owned()),
    }
}
