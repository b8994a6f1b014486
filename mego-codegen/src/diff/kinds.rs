//! Whether the values of one kind are those of another.

use crate::model::{Format, Key, Kind, Literal, Type};

/// How the values of a type relate to those that it had, what is inside aside.
pub(super) enum Relation {
    Same,
    /// Fewer values; the reason.
    Narrower(String),
    /// More values; the reason.
    Wider(String),
    /// Other values; the reason.
    Other(String),
}

pub(super) fn relation(old: &Type, new: &Type) -> Relation {
    let message = || format!("it is {} now, and was {}", word(new), word(old));
    match (&old.kind, &new.kind) {
        (Kind::Any, Kind::Any)
        | (Kind::Object(_), Kind::Object(_))
        | (Kind::Union(_) | Kind::Literals(_), Kind::Union(_) | Kind::Literals(_))
        | (Kind::Set(_), Kind::Set(_))
        | (Kind::Named(_), _)
        | (_, Kind::Named(_)) => Relation::Same,
        (_, Kind::Any) | (Kind::Never, _) => Relation::Wider(message()),
        (Kind::Any, _) | (_, Kind::Never) => Relation::Narrower(message()),
        (before, after) if is_integer(before) && is_integer(after) => integers(old, new),
        (Kind::Int, Kind::Float) => Relation::Wider(message()),
        (Kind::Float, Kind::Int) => Relation::Narrower(message()),
        (Kind::String(before), Kind::String(after)) if before == after => Relation::Same,
        (Kind::String(_), Kind::String(Format::Plain)) => Relation::Wider(message()),
        (Kind::String(Format::Plain), Kind::String(_)) => Relation::Narrower(message()),
        (Kind::Literals(literals), Kind::String(Format::Plain)) if are_text(literals) => {
            Relation::Wider(message())
        }
        (Kind::String(Format::Plain), Kind::Literals(literals)) if are_text(literals) => {
            Relation::Narrower(message())
        }
        (Kind::Array(_, before), Kind::Array(_, after)) => match (before, after) {
            (before, after) if before == after => Relation::Same,
            (Some(_), None) => Relation::Wider("it may have any length now".to_owned()),
            (None, Some(length)) => Relation::Narrower(format!("it has {length} elements now")),
            (_, Some(length)) => Relation::Other(format!("it has {length} elements now")),
            (None, None) => Relation::Same,
        },
        (Kind::Array(..), Kind::Set(_)) => Relation::Narrower("no element occurs twice now".to_owned()),
        (Kind::Set(_), Kind::Array(..)) => Relation::Wider("elements may occur twice now".to_owned()),
        (Kind::Tuple(before), Kind::Tuple(after)) if before.len() == after.len() => Relation::Same,
        (Kind::Map(before, _), Kind::Map(after, _)) => match (before, after) {
            (before, after) if before == after => Relation::Same,
            (Key::Uint, Key::Int) => Relation::Wider("its keys may be negative now".to_owned()),
            (Key::Int, Key::Uint) => Relation::Narrower("its keys may not be negative any more".to_owned()),
            _ => Relation::Other("its keys are of another kind now".to_owned()),
        },
        (before, after) if std::mem::discriminant(before) == std::mem::discriminant(after) => match before {
            Kind::Tuple(_) | Kind::String(_) => Relation::Other(message()),
            _ => Relation::Same,
        },
        _ => Relation::Other(message()),
    }
}

fn is_integer(kind: &Kind) -> bool {
    matches!(kind, Kind::Int | Kind::Int64 | Kind::Uint64)
}

fn integers(old: &Type, new: &Type) -> Relation {
    let message = || format!("it is {} now, and was {}", word(new), word(old));
    let (before, after) = (old.implied, new.implied);
    if before == after && old.kind == new.kind {
        return Relation::Same;
    }
    let least = |bound: Option<i128>| bound.unwrap_or(i128::MIN);
    let most = |bound: Option<i128>| bound.unwrap_or(i128::MAX);
    let is_wider =
        least(after.minimum) <= least(before.minimum) && most(after.maximum) >= most(before.maximum);
    let is_narrower =
        least(after.minimum) >= least(before.minimum) && most(after.maximum) <= most(before.maximum);
    match (is_wider, is_narrower) {
        (true, false) => Relation::Wider(message()),
        (false, true) => Relation::Narrower(message()),
        (true, true) => Relation::Same,
        (false, false) => Relation::Other(message()),
    }
}

fn are_text(literals: &[Literal]) -> bool {
    literals.iter().all(|literal| literal.value.is_string())
}

/// A kind in a few words, with its article.
fn word(ty: &Type) -> String {
    let word = match &ty.kind {
        Kind::Any => "any value",
        Kind::Never => "no value",
        Kind::Null | Kind::Unit => "nothing",
        Kind::Bool => "a boolean",
        Kind::Int | Kind::Int64 | Kind::Uint64 => {
            return match (ty.implied.minimum, ty.implied.maximum) {
                (Some(minimum), Some(maximum)) => format!("an integer from {minimum} to {maximum}"),
                _ => "an integer".to_owned(),
            };
        }
        Kind::Int128 => "a 128-bit integer",
        Kind::Uint128 => "an unsigned 128-bit integer",
        Kind::Float => "a float",
        Kind::String(Format::Plain) => "a string",
        Kind::String(Format::DateTime) => "a moment",
        Kind::String(Format::CivilDateTime) => "a date and a time of day",
        Kind::String(Format::Date) => "a date",
        Kind::String(Format::Time) => "a time of day",
        Kind::String(Format::Duration) => "a duration",
        Kind::String(Format::Uuid) => "a UUID",
        Kind::String(Format::Other(format)) => return format!("a string of the format `{format}`"),
        Kind::Bytes => "bytes",
        Kind::Literals(literals) => {
            let values: Vec<_> = literals.iter().map(|literal| literal.value.to_string()).collect();
            return format!("one of {}", values.join(", "));
        }
        Kind::Array(..) => "an array",
        Kind::Set(_) => "a set",
        Kind::Tuple(items) => return format!("a tuple of {}", items.len()),
        Kind::Map(..) => "a map",
        Kind::Object(_) => "an object",
        Kind::Union(_) => "an enum",
        Kind::Named(name) => return format!("`{name}`"),
    };
    word.to_owned()
}
