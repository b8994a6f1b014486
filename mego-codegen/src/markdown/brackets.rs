//! What a value has to fulfil beyond its type, as a phrase in brackets.

use crate::model::{Format, Kind, Side, Type};

use super::inline::code_span;
use super::labels::{Labels, Phrase};
use super::notation::is_tuple;
use super::width::columns;

/// A default value that is longer than this is left to the example.
const LONGEST_DEFAULT: usize = 40;

/// The phrase with its brackets, if there is anything to say.
pub(super) fn of(labels: &Labels, side: Side, ty: &Type) -> Option<String> {
    let mut phrases = constraints(labels, ty);
    // What is taken where a field is left out concerns those who may leave it out.
    if side == Side::Input
        && let Some(default) = &ty.notes.default
        && !default.is_null()
        && columns(&default.to_string()) <= LONGEST_DEFAULT
    {
        phrases.push(labels.constraints.default.with(&[("value", &code_span(&default.to_string()))]));
    }
    if phrases.is_empty() { None } else { Some(format!("[{}]", phrases.join(&labels.constraints.separator))) }
}

fn constraints(labels: &Labels, ty: &Type) -> Vec<String> {
    let words = &labels.constraints;
    let limits = &ty.notes.constraints;
    let mut phrases = Vec::new();
    let text = |number: &Option<serde_json::Number>| number.as_ref().map(ToString::to_string);
    phrases.extend(span(text(&limits.minimum), text(&limits.maximum), [&words.min, &words.max, &words.range]));
    phrases.extend(limits.above.as_ref().map(|n| words.above.with(&[("min", &n.to_string())])));
    phrases.extend(limits.below.as_ref().map(|n| words.below.with(&[("max", &n.to_string())])));
    phrases.extend(limits.multiple_of.as_ref().map(|n| words.multiple_of.with(&[("value", &n.to_string())])));
    phrases.extend(limits.not.as_ref().map(|value| words.not.with(&[("value", &value.to_string())])));
    phrases.extend(characters(labels, limits.min_length, limits.max_length));
    phrases.extend(limits.pattern.as_ref().map(|p| words.pattern.with(&[("value", &code_span(p))])));
    if let Kind::String(Format::Other(format)) = &ty.kind {
        phrases.push(labels.format(format));
    }
    phrases.extend(items(labels, ty));
    if let Kind::Array(item, _) | Kind::Set(item) | Kind::Map(_, item) = &ty.kind {
        let inner = constraints(labels, item);
        if !inner.is_empty() {
            phrases.push(words.each.with(&[("value", &inner.join(&words.separator))]));
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
        (Some(min), Some(max)) if min == max => Some(words.characters_exact.with(&[("min", &min.to_string())])),
        (min, max) => span(
            min.map(|n| n.to_string()),
            max.map(|n| n.to_string()),
            [&words.characters_min, &words.characters_max, &words.characters_range],
        ),
    }
}

fn items(labels: &Labels, ty: &Type) -> Vec<String> {
    let words = &labels.constraints;
    let limits = &ty.notes.constraints;
    let mut phrases = Vec::new();
    match (limits.min_items, limits.max_items) {
        // A fixed length is the type's own.
        _ if matches!(ty.kind, Kind::Array(_, Some(_))) => {}
        (Some(1), None) => phrases.push(words.not_empty.with(&[])),
        (Some(min), Some(max)) if min == max => phrases.push(words.items_exact.with(&[("min", &min.to_string())])),
        (min, max) => phrases.extend(span(
            min.map(|n| n.to_string()),
            max.map(|n| n.to_string()),
            [&words.items_min, &words.items_max, &words.items_range],
        )),
    }
    match &ty.kind {
        Kind::Array(_, Some(length)) if !is_tuple(*length) => {
            phrases.push(words.items_exact.with(&[("min", &length.to_string())]));
        }
        Kind::Set(_) => phrases.push(words.distinct.with(&[])),
        _ => {}
    }
    phrases
}

/// From one number to another, or from one on, or up to one.
fn span(min: Option<String>, max: Option<String>, [from, to, range]: [&Phrase; 3]) -> Option<String> {
    match (&min, &max) {
        (Some(min), Some(max)) => Some(range.with(&[("min", min), ("max", max)])),
        (Some(min), None) => Some(from.with(&[("min", min)])),
        (None, Some(max)) => Some(to.with(&[("max", max)])),
        (None, None) => None,
    }
}
