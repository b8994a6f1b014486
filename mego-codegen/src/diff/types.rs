//! Types, with a direction.

use std::fmt;

use super::Severity;
use super::api::Comparison;
use super::constraints;
use super::kinds::{Relation, relation};
use crate::model::{Field, Kind, Literal, Model, Object, Side, Tagging, Type, Union, Variant};

impl<'m> Comparison<'m> {
    /// Compares what stands at one place in both.
    pub(super) fn ty(&mut self, side: Side, place: &str, old: &'m Type, new: &'m Type) {
        if let (Kind::Named(before), Kind::Named(after)) = (&old.kind, &new.kind) {
            self.nullability(side, place, old, new);
            self.named(side, place, before, after);
            return;
        }
        let (old, new) = (self.old.resolve(side, old), self.new.resolve(side, new));
        self.nullability(side, place, old, new);
        self.content(side, place, old, new);
    }

    fn named(&mut self, side: Side, place: &str, before: &'m str, after: &'m str) {
        if !self.seen.insert((side, before, after)) {
            return;
        }
        if before != after {
            let message = format!(
                "its type is called `{after}` now, and was `{before}`: code that imports the name has to follow"
            );
            self.note_on(side, Severity::MayBreak, place, message);
        }
        if let (Some(old), Some(new)) = (self.old.named(side, before), self.new.named(side, after)) {
            self.nullability(side, after, old, new);
            match (&old.kind, &new.kind) {
                // A name for a name.
                (Kind::Named(_), _) | (_, Kind::Named(_)) => self.ty(side, after, old, new),
                _ => self.content(side, after, old, new),
            }
        }
    }

    fn nullability(&mut self, side: Side, place: &str, old: &Type, new: &Type) {
        match (old.nullable, new.nullable) {
            (true, false) => self.narrower(side, place, "it may not be null any more"),
            (false, true) => {
                let severity = match side {
                    Side::Input => Severity::Compatible,
                    Side::Output => Severity::Breaking,
                };
                self.note_on(side, severity, place, "it may be null now");
            }
            _ => {}
        }
    }

    /// There are fewer values than before: whoever sends them may send one that is refused.
    fn narrower(&mut self, side: Side, place: &str, message: impl fmt::Display) {
        let severity = match side {
            Side::Input => Severity::Breaking,
            Side::Output => Severity::Compatible,
        };
        self.note_on(side, severity, place, message);
    }

    /// There are more values than before: whoever receives them may not know what to do with one.
    fn wider(&mut self, side: Side, place: &str, message: impl fmt::Display) {
        let severity = match side {
            Side::Input => Severity::Compatible,
            Side::Output => Severity::MayBreak,
        };
        self.note_on(side, severity, place, message);
    }

    fn content(&mut self, side: Side, place: &str, old: &'m Type, new: &'m Type) {
        self.deprecation(place, old.notes.deprecated, new.notes.deprecated);
        if old.int64 != new.int64 {
            let message = "what it is in TypeScript is another now: code that uses the value has to follow";
            self.note_on(side, Severity::MayBreak, place, message);
        }
        match (&old.kind, &new.kind) {
            (Kind::Object(before), Kind::Object(after)) => self.objects(side, place, before, after),
            (Kind::Array(before, _) | Kind::Set(before), Kind::Array(after, _) | Kind::Set(after)) => {
                self.ty(side, &format!("{place}[]"), before, after);
            }
            (Kind::Map(_, before), Kind::Map(_, after)) => {
                self.ty(side, &format!("{place}{{}}"), before, after);
            }
            (Kind::Tuple(before), Kind::Tuple(after)) => {
                for (index, (before, after)) in before.iter().zip(after).enumerate() {
                    self.ty(side, &format!("{place}.{index}"), before, after);
                }
            }
            (Kind::Literals(before), Kind::Literals(after)) => self.literals(side, place, before, after),
            (Kind::Union(before), Kind::Union(after)) => self.unions(side, place, before, after),
            // An enum without data whose first variant with data has come, or whose last one has gone.
            (Kind::Literals(before), Kind::Union(after)) => match variants_by_name(after) {
                Some(after) => self.names_and_variants(side, place, &texts(before), &after),
                None => self.retagged(side, place),
            },
            (Kind::Union(before), Kind::Literals(after)) => match variants_by_name(before) {
                Some(before) => self.names_and_variants(side, place, &before, &texts(after)),
                None => self.retagged(side, place),
            },
            _ => {}
        }
        match relation(old, new) {
            Relation::Same => constraints::compare(self, side, place, old, new),
            Relation::Narrower(message) => self.narrower(side, place, message),
            Relation::Wider(message) => self.wider(side, place, message),
            Relation::Other(message) => self.note_on(side, Severity::Breaking, place, message),
        }
    }

    /// A field, or a parameter, that both have.
    pub(super) fn field(&mut self, side: Side, place: &str, old: &'m Field, new: &'m Field) {
        match (old.required, new.required) {
            (false, true) => self.narrower(side, place, "it has to be there now"),
            (true, false) => {
                let severity = match side {
                    Side::Input => Severity::Compatible,
                    Side::Output => Severity::Breaking,
                };
                self.note_on(side, severity, place, "it may be left out now");
            }
            (false, false) if side == Side::Input && old.ty.notes.default != new.ty.notes.default => {
                let message = match &new.ty.notes.default {
                    Some(value) => format!("its default is {value} now"),
                    None => "it has no default any more".to_owned(),
                };
                self.note_on(side, Severity::MayBreak, place, message);
            }
            _ => {}
        }
        self.ty(side, place, &old.ty, &new.ty);
    }

    fn objects(&mut self, side: Side, place: &str, old: &'m Object, new: &'m Object) {
        let (before, after) = (fields(self.old, side, old), fields(self.new, side, new));
        let at = |name: &str| format!("{place}.{name}");
        for field in &after {
            let severity = match before.iter().find(|before| before.name == field.name) {
                Some(before) => {
                    self.field(side, &at(&field.name), before, field);
                    continue;
                }
                None if side == Side::Input && field.required => {
                    let message = "a new required field, which clients of the old contract do not send";
                    self.note_on(side, Severity::Breaking, &at(&field.name), message);
                    continue;
                }
                None => Severity::Compatible,
            };
            self.note_on(side, severity, &at(&field.name), "a new field");
        }
        for field in &before {
            if after.iter().any(|after| after.name == field.name) {
                continue;
            }
            let (severity, message) = match side {
                Side::Input => (
                    Severity::MayBreak,
                    "the field is gone, and is ignored or refused where clients still send it",
                ),
                Side::Output => (Severity::Breaking, "the field is gone"),
            };
            self.note_on(side, severity, &at(&field.name), message);
        }
        match (&old.rest, &new.rest) {
            (Some(before), Some(after)) => self.ty(side, &format!("{place}{{}}"), before, after),
            (Some(_), None) => self.narrower(side, place, "there are no other fields any more"),
            (None, Some(_)) => self.wider(side, place, "there may be other fields now"),
            (None, None) => {}
        }
    }

    fn literals(&mut self, side: Side, place: &str, old: &[Literal], new: &[Literal]) {
        let has = |list: &[Literal], one: &Literal| list.iter().any(|other| other.value == one.value);
        for literal in new.iter().filter(|literal| !has(old, literal)) {
            self.wider(side, place, format!("a new value, {}", literal.value));
        }
        for literal in old.iter().filter(|literal| !has(new, literal)) {
            self.narrower(side, place, format!("the value {} is gone", literal.value));
        }
    }

    fn unions(&mut self, side: Side, place: &str, old: &'m Union, new: &'m Union) {
        match (old, new) {
            (
                Union::Tagged {
                    tagging: before_tag,
                    variants: before,
                },
                Union::Tagged {
                    tagging: after_tag,
                    variants: after,
                },
            ) => {
                if before_tag == after_tag {
                    self.variants(side, place, before, after);
                } else {
                    self.retagged(side, place);
                }
            }
            (Union::Untagged(before), Union::Untagged(after)) => self.untagged(side, place, before, after),
            _ => self.retagged(side, place),
        }
    }

    /// Variants without a name are the same where they are of one kind, whatever their order.
    fn untagged(&mut self, side: Side, place: &str, old: &'m [Type], new: &'m [Type]) {
        let mut left: Vec<&Type> = old.iter().collect();
        let mut others = Vec::new();
        for after in new {
            match left.iter().position(|before| *before == after) {
                Some(index) => drop(left.remove(index)),
                None => others.push(after),
            }
        }
        let count = left.len().max(others.len());
        for index in 0..count {
            match (left.get(index), others.get(index)) {
                (Some(before), Some(after)) => self.ty(side, &format!("{place} (a variant)"), before, after),
                (None, Some(_)) => self.wider(side, place, "there are more variants now"),
                (Some(_), None) => self.narrower(side, place, "there are fewer variants now"),
                (None, None) => {}
            }
        }
    }

    fn retagged(&mut self, side: Side, place: &str) {
        let message = "its variants are told apart in another way now";
        self.note_on(side, Severity::Breaking, place, message);
    }

    /// Variants by name, of which those that carry something in one have nothing to be compared with in the other.
    fn names_and_variants(&mut self, side: Side, place: &str, old: &[(&str, bool)], new: &[(&str, bool)]) {
        let find = |list: &[(&str, bool)], name: &str| {
            let mut found = list.iter().filter(|(other, _)| *other == name);
            found.next().map(|(_, carries)| *carries)
        };
        for (name, carries) in new {
            let at = format!("{place}::{name}");
            match find(old, name) {
                Some(before) if before == *carries => {}
                Some(_) => self.note_on(side, Severity::Breaking, &at, "what it carries is another now"),
                None => self.wider(side, &at, "a new variant"),
            }
        }
        for (name, _) in old {
            if find(new, name).is_none() {
                self.narrower(side, &format!("{place}::{name}"), "the variant is gone");
            }
        }
    }

    fn variants(&mut self, side: Side, place: &str, old: &'m [Variant], new: &'m [Variant]) {
        for variant in new {
            let at = format!("{place}::{}", variant.name);
            let Some(before) = old.iter().find(|before| before.name == variant.name) else {
                self.wider(side, &at, "a new variant");
                continue;
            };
            self.deprecation(&at, before.deprecated, variant.deprecated);
            match (&before.content, &variant.content) {
                (Some(before), Some(after)) => self.ty(side, &at, before, after),
                (None, None) => {}
                _ => self.note_on(side, Severity::Breaking, &at, "what it carries is another now"),
            }
        }
        for variant in old {
            if !new.iter().any(|after| after.name == variant.name) {
                let at = format!("{place}::{}", variant.name);
                self.narrower(side, &at, "the variant is gone");
            }
        }
    }
}

/// The variants of an enum whose units are plain text, as those of an enum without data are: the name, and whether it
/// carries anything.
fn variants_by_name(union: &Union) -> Option<Vec<(&str, bool)>> {
    match union {
        Union::Tagged {
            tagging: Tagging::External,
            variants,
        } => Some(
            variants
                .iter()
                .map(|variant| (variant.name.as_str(), variant.content.is_some()))
                .collect(),
        ),
        _ => None,
    }
}

fn texts(literals: &[Literal]) -> Vec<(&str, bool)> {
    let names = literals.iter().filter_map(|literal| literal.value.as_str());
    names.map(|name| (name, false)).collect()
}

/// The fields of a struct, those of its base among them.
fn fields<'m>(model: &'m Model, side: Side, object: &'m Object) -> Vec<&'m Field> {
    let mut fields: Vec<&Field> = object.fields.iter().collect();
    let mut base = object.base.as_deref();
    // No struct is its own base, but that of a broken contract might be.
    for _ in 0..64 {
        let Some(Kind::Object(next)) = base
            .and_then(|name| model.named(side, name))
            .map(|ty| model.resolved(side, ty))
        else {
            break;
        };
        fields.extend(&next.fields);
        base = next.base.as_deref();
    }
    fields
}
