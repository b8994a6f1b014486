//! Checks an example against its type.
//!
//! The check reads the model rather than the JSON Schema, so that an example, the types in a document and those of the
//! TypeScript client come from one understanding of the contract; a schema validator would bring another, and some
//! fifty crates with it.

mod words;

use regex_lite::Regex;
use serde_json::{Map, Number, Value};

use words::{expected, expected_integer, is_format};

use crate::model::{Constraints, Field, Key, Kind, Model, Object, Side, Tagging, Type, Union, Variant};

/// What is wrong with an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// Where in the example: `user.tags[1]`, or nothing for all of it.
    pub(super) at: String,
    /// What stands there, shortened.
    pub(super) found: String,
    /// What was expected.
    pub(super) expected: String,
}

/// Everything that is wrong with an example.
pub(super) fn check(model: &Model, side: Side, ty: &Type, value: &Value) -> Vec<Fault> {
    let mut checker = Checker {
        model,
        side,
        faults: Vec::new(),
    };
    checker.value("", ty, value);
    checker.faults
}

/// Everything that is wrong with an example for the parameters of a method, by name or by position.
pub(super) fn check_params(model: &Model, params: &[Field], value: &Value) -> Vec<Fault> {
    let mut checker = Checker {
        model,
        side: Side::Input,
        faults: Vec::new(),
    };
    match value {
        Value::Object(map) => {
            checker.fields("", &params.iter().collect::<Vec<_>>(), None, map, None);
        }
        Value::Array(items) if items.len() <= params.len() => {
            checker.fields(
                "",
                &params.iter().collect::<Vec<_>>(),
                None,
                &by_name(params, items),
                None,
            );
        }
        other => checker.fault("", other, "the parameters by name or by position"),
    }
    checker.faults
}

/// Parameters that are given by position, with their names.
pub(super) fn by_name(params: &[Field], items: &[Value]) -> Map<String, Value> {
    params
        .iter()
        .zip(items)
        .map(|(param, item)| (param.name.clone(), item.clone()))
        .collect()
}

/// Every field of a struct, those of the named type that it continues last.
pub(super) fn all_fields<'a>(model: &'a Model, side: Side, object: &'a Object) -> Vec<&'a Field> {
    let mut fields: Vec<&Field> = object.fields.iter().collect();
    let mut base = object.base.as_deref();
    // A cycle of bases is no Rust type, but a broken contract might have one.
    for _ in 0..16 {
        let Some(Type { kind, .. }) = base.and_then(|name| model.named(side, name)) else {
            break;
        };
        base = match kind {
            Kind::Object(object) => {
                fields.extend(&object.fields);
                object.base.as_deref()
            }
            Kind::Named(name) => Some(name),
            _ => None,
        };
    }
    fields
}

struct Checker<'a> {
    model: &'a Model,
    side: Side,
    faults: Vec<Fault>,
}

impl Checker<'_> {
    fn fault(&mut self, at: &str, found: &Value, expected: impl Into<String>) {
        self.faults.push(Fault {
            at: at.to_owned(),
            found: short(found),
            expected: expected.into(),
        });
    }

    fn fits(&self, ty: &Type, value: &Value) -> bool {
        check(self.model, self.side, ty, value).is_empty()
    }

    fn value(&mut self, at: &str, ty: &Type, value: &Value) {
        if value.is_null() && ty.nullable {
            return;
        }
        match (&ty.kind, value) {
            (Kind::Any, _) | (Kind::Null | Kind::Unit, Value::Null) | (Kind::Bool, Value::Bool(_)) => {}
            (Kind::Named(name), _) => {
                if let Some(named) = self.model.named(self.side, name) {
                    self.value(at, named, value);
                    self.constraints(at, &ty.notes.constraints, value);
                }
                return;
            }
            (Kind::Float, Value::Number(_)) => {}
            (
                Kind::Int | Kind::Int64 | Kind::Uint64 | Kind::Int128 | Kind::Uint128,
                Value::Number(number),
            ) => {
                if !is_in_range(ty, number) {
                    self.fault(at, value, expected_integer(ty));
                }
            }
            // JSON has no number for these that every reader would keep.
            (Kind::Int128, Value::String(text)) if text.parse::<i128>().is_ok() => {}
            (Kind::Uint128, Value::String(text)) if text.parse::<u128>().is_ok() => {}
            (Kind::String(format), Value::String(text)) => {
                if !is_format(format, text) {
                    self.fault(at, value, expected(&ty.kind));
                }
            }
            (Kind::Bytes, Value::String(_)) => {}
            (Kind::Bytes, Value::Array(items))
                if items.iter().all(|b| b.as_u64().is_some_and(|b| b < 256)) => {}
            (Kind::Literals(literals), _) if literals.iter().any(|literal| literal.value == *value) => {}
            (Kind::Array(item, length), Value::Array(items)) => {
                if length.is_some_and(|length| length != items.len() as u64) {
                    self.fault(at, value, expected(&ty.kind));
                }
                self.items(at, item, items);
            }
            (Kind::Set(item), Value::Array(items)) => {
                if items
                    .iter()
                    .enumerate()
                    .any(|(index, item)| items[..index].contains(item))
                {
                    self.fault(at, value, "an array without duplicates");
                }
                self.items(at, item, items);
            }
            (Kind::Tuple(types), Value::Array(items)) if types.len() == items.len() => {
                for (index, (ty, item)) in types.iter().zip(items).enumerate() {
                    self.value(&format!("{at}[{index}]"), ty, item);
                }
            }
            (Kind::Map(key, ty), Value::Object(map)) => {
                for (name, value) in map {
                    if !is_key(*key, name) {
                        self.fault(at, &Value::from(name.as_str()), "an integer as the key");
                    }
                    self.value(&step(at, name), ty, value);
                }
            }
            (Kind::Object(object), Value::Object(map)) => self.object(at, object, map, None),
            (Kind::Union(Union::Untagged(members)), _) if members.iter().any(|ty| self.fits(ty, value)) => {}
            (Kind::Union(Union::Tagged { tagging, variants }), _) => {
                self.tagged(at, tagging, variants, value);
            }
            (kind, _) => self.fault(at, value, expected(kind)),
        }
        self.constraints(at, &ty.notes.constraints, value);
    }

    fn items(&mut self, at: &str, ty: &Type, items: &[Value]) {
        for (index, item) in items.iter().enumerate() {
            self.value(&format!("{at}[{index}]"), ty, item);
        }
    }

    fn object(&mut self, at: &str, object: &Object, map: &Map<String, Value>, tag: Option<&str>) {
        let fields = all_fields(self.model, self.side, object);
        self.fields(at, &fields, object.rest.as_deref(), map, tag);
    }

    fn fields(
        &mut self,
        at: &str,
        fields: &[&Field],
        rest: Option<&Type>,
        map: &Map<String, Value>,
        tag: Option<&str>,
    ) {
        for field in fields {
            let at = step(at, &field.name);
            match map.get(&field.name) {
                Some(value) => self.value(&at, &field.ty, value),
                None if field.required => self.faults.push(Fault {
                    at,
                    found: "missing".to_owned(),
                    expected: expected(&field.ty.kind),
                }),
                None => {}
            }
        }
        for (name, value) in map {
            if Some(name.as_str()) == tag || fields.iter().any(|field| field.name == *name) {
                continue;
            }
            match rest {
                Some(ty) => self.value(&step(at, name), ty, value),
                None => {
                    let names: Vec<String> = fields.iter().map(|field| format!("`{}`", field.name)).collect();
                    self.fault(
                        &step(at, name),
                        value,
                        format!("no such field, but only {}", names.join(", ")),
                    );
                }
            }
        }
    }

    fn tagged(&mut self, at: &str, tagging: &Tagging, variants: &[Variant], value: &Value) {
        let map = value.as_object();
        let name = match tagging {
            Tagging::External => value.as_str().or_else(|| {
                map.filter(|map| map.len() == 1)
                    .and_then(|map| map.keys().next())
                    .map(String::as_str)
            }),
            Tagging::Internal { tag } | Tagging::Adjacent { tag, .. } => {
                map.and_then(|map| map.get(tag)).and_then(Value::as_str)
            }
        };
        let Some(variant) = variants
            .iter()
            .find(|variant| Some(variant.name.as_str()) == name)
        else {
            let names: Vec<String> = variants
                .iter()
                .map(|variant| format!("\"{}\"", variant.name))
                .collect();
            let place = match tagging {
                Tagging::External => String::new(),
                Tagging::Internal { tag } | Tagging::Adjacent { tag, .. } => format!(" in `{tag}`"),
            };
            return self.fault(at, value, format!("one of {}{place}", names.join(", ")));
        };
        if let (Tagging::Adjacent { tag, content }, Some(map)) = (tagging, map) {
            for (name, value) in map.iter().filter(|(name, _)| *name != tag && *name != content) {
                self.fault(
                    &step(at, name),
                    value,
                    format!("no such field, but only `{tag}`, `{content}`"),
                );
            }
        }
        let (content, place) = match tagging {
            Tagging::External => (
                map.and_then(|map| map.get(&variant.name)),
                step(at, &variant.name),
            ),
            Tagging::Adjacent { content, .. } => (map.and_then(|map| map.get(content)), step(at, content)),
            Tagging::Internal { tag } => {
                match (variant.content.as_ref().map(|ty| &ty.kind), map) {
                    (Some(Kind::Object(object)), Some(map)) => self.object(at, object, map, Some(tag)),
                    (None, Some(map)) => self.object(at, &Object::default(), map, Some(tag)),
                    _ => {}
                }
                return;
            }
        };
        match (&variant.content, content) {
            (Some(ty), Some(content)) => self.value(&place, ty, content),
            (Some(ty), None) if !ty.nullable => self.faults.push(Fault {
                at: place,
                found: "missing".to_owned(),
                expected: expected(&ty.kind),
            }),
            (None, Some(content)) => self.fault(&place, content, "nothing"),
            _ => {}
        }
    }

    fn constraints(&mut self, at: &str, limits: &Constraints, value: &Value) {
        if *limits == Constraints::default() {
            return;
        }
        let number = value.as_f64();
        let below = |limit: &Number, n: f64| limit.as_f64().is_some_and(|limit| n < limit);
        let above = |limit: &Number, n: f64| limit.as_f64().is_some_and(|limit| n > limit);
        if let Some(n) = number {
            if let Some(limit) = limits.minimum.as_ref().filter(|limit| below(limit, n)) {
                self.fault(at, value, format!("at least {limit}"));
            }
            if let Some(limit) = limits.maximum.as_ref().filter(|limit| above(limit, n)) {
                self.fault(at, value, format!("at most {limit}"));
            }
            if let Some(limit) = limits.above.as_ref().filter(|limit| !above(limit, n)) {
                self.fault(at, value, format!("more than {limit}"));
            }
            if let Some(limit) = limits.below.as_ref().filter(|limit| !below(limit, n)) {
                self.fault(at, value, format!("less than {limit}"));
            }
            if let Some(of) = limits.multiple_of.as_ref().filter(|of| !is_multiple(value, of)) {
                self.fault(at, value, format!("a multiple of {of}"));
            }
        }
        if limits.not.as_ref() == Some(value) {
            self.fault(at, value, "another value");
        }
        if let Value::String(text) = value {
            let length = text.chars().count() as u64;
            self.count(
                at,
                value,
                length,
                limits.min_length,
                limits.max_length,
                "characters",
            );
            let misses = |pattern: &&String| Regex::new(pattern).is_ok_and(|regex| !regex.is_match(text));
            if let Some(pattern) = limits.pattern.as_ref().filter(misses) {
                self.fault(at, value, format!("a string that matches `{pattern}`"));
            }
        }
        let length = value
            .as_array()
            .map(Vec::len)
            .or_else(|| value.as_object().map(Map::len));
        if let Some(length) = length {
            self.count(
                at,
                value,
                length as u64,
                limits.min_items,
                limits.max_items,
                "elements",
            );
        }
    }

    fn count(&mut self, at: &str, value: &Value, n: u64, min: Option<u64>, max: Option<u64>, what: &str) {
        if let Some(min) = min.filter(|min| n < *min) {
            self.fault(at, value, format!("at least {min} {what}"));
        }
        if let Some(max) = max.filter(|max| n > *max) {
            self.fault(at, value, format!("at most {max} {what}"));
        }
    }
}

fn step(at: &str, name: &str) -> String {
    if at.is_empty() {
        name.to_owned()
    } else {
        format!("{at}.{name}")
    }
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 60 {
        return text;
    }
    text.chars().take(59).chain(['…']).collect()
}

fn is_in_range(ty: &Type, number: &Number) -> bool {
    let integer = number.as_i128();
    if integer.is_some_and(|n| !ty.implied.contains(n)) {
        return false;
    }
    match &ty.kind {
        Kind::Int64 => integer.is_some_and(|n| i64::try_from(n).is_ok()),
        Kind::Uint64 => integer.is_some_and(|n| u64::try_from(n).is_ok()),
        Kind::Uint128 => integer.is_some_and(|n| n >= 0),
        _ => integer.is_some(),
    }
}

fn is_multiple(value: &Value, of: &Number) -> bool {
    match (value.as_i64(), of.as_i64()) {
        (Some(n), Some(of)) if of != 0 => n % of == 0,
        _ => value.as_f64().zip(of.as_f64()).is_none_or(|(n, of)| {
            let quotient = n / of;
            (quotient - quotient.round()).abs() < 1e-9
        }),
    }
}

fn is_key(key: Key, name: &str) -> bool {
    match key {
        Key::String => true,
        Key::Uint => name.parse::<u64>().is_ok(),
        Key::Int => name.parse::<i64>().is_ok(),
    }
}
