//! What a value has to fulfil beyond its type, in phrases.

use crate::model::{Field, Format, Kind, Side, Type};

use super::inline::code_span;
use super::labels::{Labels, Phrase};
use super::notation::is_tuple;
use super::width::columns;

/// A default value that is longer than this is left to the example.
const LONGEST_DEFAULT: usize = 40;

/// One phrase each.
pub(super) fn of(labels: &Labels, side: Side, ty: &Type) -> Vec<String> {
    let mut phrases = constraints(labels, ty);
    // What is taken where a field is left out concerns those who may leave it out.
    if side == Side::Input {
        let default = shown_default(ty).map(|default| code_span(&default));
        phrases.extend(default.map(|default| labels.constraints.default.with(&[("value", &default)])));
    }
    phrases
}

/// What null means in place of a field, where that is not what the legend says: the same as leaving it out. A document
/// without a legend says only that it clears something, which nobody would guess.
pub(super) fn null<'l>(
    labels: &'l Labels,
    side: Side,
    field: &Field,
    is_nullable: bool,
    has_legend: bool,
) -> Option<&'l Phrase> {
    let words = &labels.constraints;
    let has_default = field
        .ty
        .notes
        .default
        .as_ref()
        .is_some_and(|default| !default.is_null());
    match side {
        Side::Input if field.ty.patch && is_nullable => Some(&words.clears),
        _ if !has_legend || field.required => None,
        Side::Input if is_nullable => has_default.then_some(&words.nullable),
        Side::Input => shown_default(&field.ty).is_none().then_some(&words.not_null),
        Side::Output => is_nullable.then_some(&words.nullable),
    }
}

fn shown_default(ty: &Type) -> Option<String> {
    let default = ty.notes.default.as_ref().filter(|default| !default.is_null())?;
    Some(default.to_string()).filter(|default| columns(default) <= LONGEST_DEFAULT)
}

fn constraints(labels: &Labels, ty: &Type) -> Vec<String> {
    let words = &labels.constraints;
    let limits = &ty.notes.constraints;
    let mut phrases = Vec::new();
    phrases.extend(span(
        limits.minimum.as_ref(),
        limits.maximum.as_ref(),
        [&words.min, &words.max, &words.range],
    ));
    phrases.extend(
        limits
            .above
            .as_ref()
            .map(|n| words.above.with(&[("min", &n.to_string())])),
    );
    phrases.extend(
        limits
            .below
            .as_ref()
            .map(|n| words.below.with(&[("max", &n.to_string())])),
    );
    let value = |phrase: &Phrase, value: &str| phrase.with(&[("value", value)]);
    phrases.extend(
        limits
            .multiple_of
            .as_ref()
            .map(|n| value(&words.multiple_of, &n.to_string())),
    );
    phrases.extend(limits.not.as_ref().map(|not| value(&words.not, &not.to_string())));
    phrases.extend(characters(labels, limits.min_length, limits.max_length));
    phrases.extend(
        limits
            .pattern
            .as_ref()
            .map(|pattern| value(&words.pattern, &code_span(pattern))),
    );
    if let Kind::String(Format::Other(format)) = &ty.kind {
        phrases.push(labels.format(format));
    }
    phrases.extend(items(labels, ty));
    if let Kind::Array(item, _) | Kind::Set(item) | Kind::Map(_, item) = &ty.kind {
        let inner = constraints(labels, item);
        if !inner.is_empty() {
            phrases.push(value(&words.each, &inner.join(&words.separator)));
        }
    }
    phrases
}

fn characters(labels: &Labels, min: Option<u64>, max: Option<u64>) -> Option<String> {
    let words = &labels.constraints;
    match (min, max) {
        // That is what `char` implies.
        (Some(1), Some(1)) => None,
        (Some(1), None) => Some(words.not_empty.with(&[])),
        (Some(min), Some(max)) if min == max => {
            Some(words.characters_exact.with(&[("min", &min.to_string())]))
        }
        (min, max) => span(
            min.as_ref(),
            max.as_ref(),
            [
                &words.characters_min,
                &words.characters_max,
                &words.characters_range,
            ],
        ),
    }
}

fn items(labels: &Labels, ty: &Type) -> Vec<String> {
    let words = &labels.constraints;
    let exact = |n: u64| words.items_exact.with(&[("min", &n.to_string())]);
    let limits = &ty.notes.constraints;
    let length = match (&ty.kind, limits.min_items, limits.max_items) {
        // The notation of a tuple shows its length.
        (Kind::Array(_, Some(length)), _, _) if is_tuple(*length) => None,
        (Kind::Array(_, Some(length)), _, _) => Some(exact(*length)),
        (_, Some(1), None) => Some(words.not_empty.with(&[])),
        (_, Some(min), Some(max)) if min == max => Some(exact(min)),
        (_, min, max) => span(
            min.as_ref(),
            max.as_ref(),
            [&words.items_min, &words.items_max, &words.items_range],
        ),
    };
    let distinct = matches!(ty.kind, Kind::Set(_)).then(|| words.distinct.with(&[]));
    length.into_iter().chain(distinct).collect()
}

/// From one number to another, or from one on, or up to one.
fn span<T: ToString>(min: Option<&T>, max: Option<&T>, [from, to, range]: [&Phrase; 3]) -> Option<String> {
    match (min.map(ToString::to_string), max.map(ToString::to_string)) {
        (Some(min), Some(max)) => Some(range.with(&[("min", &min), ("max", &max)])),
        (Some(min), None) => Some(from.with(&[("min", &min)])),
        (None, Some(max)) => Some(to.with(&[("max", &max)])),
        (None, None) => None,
    }
}
