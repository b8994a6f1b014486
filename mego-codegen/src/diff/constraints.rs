//! What a value has to fulfil beyond its type. serde does not enforce it, so nothing of it breaks a client for certain.

use super::Severity;
use super::api::Comparison;
use crate::model::{Constraints, Side, Type};

pub(super) fn compare(comparison: &mut Comparison<'_>, side: Side, place: &str, old: &Type, new: &Type) {
    let (old, new) = (&old.notes.constraints, &new.notes.constraints);
    if old == new {
        return;
    }
    let number = |number: &Option<serde_json::Number>| number.as_ref().and_then(serde_json::Number::as_f64);
    let length = |length: Option<u64>| {
        #[allow(clippy::cast_precision_loss)] // lengths that no value has
        length.map(|length| length as f64)
    };
    let tightens = at_least(number(&old.minimum), number(&new.minimum))
        || at_least(number(&old.above), number(&new.above))
        || at_most(number(&old.maximum), number(&new.maximum))
        || at_most(number(&old.below), number(&new.below))
        || at_least(length(old.min_length), length(new.min_length))
        || at_most(length(old.max_length), length(new.max_length))
        || at_least(length(old.min_items), length(new.min_items))
        || at_most(length(old.max_items), length(new.max_items))
        || (new.pattern.is_some() && new.pattern != old.pattern)
        || (new.multiple_of.is_some() && new.multiple_of != old.multiple_of)
        || (new.not.is_some() && new.not != old.not);
    let severity = match (side, tightens) {
        (Side::Input, true) | (Side::Output, false) => Severity::MayBreak,
        (Side::Input, false) | (Side::Output, true) => Severity::Compatible,
    };
    let message = format!("it has to be {} now, and had to be {}", words(new), words(old));
    comparison.note_on(side, severity, place, message);
}

/// What is demanded, in the words of JSON Schema.
fn words(constraints: &Constraints) -> String {
    let number =
        |word: &str, number: &Option<serde_json::Number>| number.as_ref().map(|n| format!("{word} {n}"));
    let length = |word: &str, length: Option<u64>| length.map(|n| format!("{word} {n}"));
    let all = [
        number("at least", &constraints.minimum),
        number("at most", &constraints.maximum),
        number("above", &constraints.above),
        number("below", &constraints.below),
        number("a multiple of", &constraints.multiple_of),
        constraints
            .not
            .as_ref()
            .map(|value| format!("other than {value}")),
        length("of a length of at least", constraints.min_length),
        length("of a length of at most", constraints.max_length),
        length("of a count of at least", constraints.min_items),
        length("of a count of at most", constraints.max_items),
        constraints
            .pattern
            .as_ref()
            .map(|pattern| format!("like `{pattern}`")),
    ];
    let all: Vec<String> = all.into_iter().flatten().collect();
    if all.is_empty() {
        "of its type alone".to_owned()
    } else {
        all.join(", ")
    }
}

fn at_least(old: Option<f64>, new: Option<f64>) -> bool {
    new.is_some_and(|new| old.is_none_or(|old| new > old))
}

fn at_most(old: Option<f64>, new: Option<f64>) -> bool {
    new.is_some_and(|new| old.is_none_or(|old| new < old))
}
