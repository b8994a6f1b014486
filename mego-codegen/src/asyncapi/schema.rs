//! Schemas: JSON Schema 2020-12, as the contract has them, into what AsyncAPI 3 takes, a superset of draft-07.

use std::collections::{BTreeMap, BTreeSet};

use mego::contract::Contract;
use serde_json::{Map, Value, json};

use super::names;
use crate::model::{Model, Side};

/// The named types of an API and what they are called here.
#[derive(Debug)]
pub(super) struct Schemas<'c> {
    contract: &'c Contract,
    /// The keys in `components.schemas`, by side and name. What is the same on both sides has one key.
    keys: BTreeMap<(Side, &'c str), String>,
}

impl<'c> Schemas<'c> {
    pub(super) fn new(contract: &'c Contract, model: &Model) -> Schemas<'c> {
        let shared = model.types.shared(|_| false);
        let mut keys = BTreeMap::new();
        let mut taken = BTreeSet::new();
        for name in contract.types.output.keys() {
            let key = names::free(&names::key(name), |key| taken.contains(key));
            taken.insert(key.clone());
            keys.insert((Side::Output, name.as_str()), key);
        }
        for name in contract.types.input.keys() {
            let key = match keys.get(&(Side::Output, name.as_str())) {
                Some(key) if shared.contains(name.as_str()) => key.clone(),
                Some(key) => names::free(&format!("{key}Input"), |key| taken.contains(key)),
                None => names::free(&names::key(name), |key| taken.contains(key)),
            };
            taken.insert(key.clone());
            keys.insert((Side::Input, name.as_str()), key);
        }
        Schemas { contract, keys }
    }

    /// All named types.
    pub(super) fn components(&self) -> Map<String, Value> {
        let mut components = BTreeMap::new();
        for ((side, name), key) in &self.keys {
            if components.contains_key(key) {
                continue;
            }
            let table = match side {
                Side::Input => &self.contract.types.input,
                Side::Output => &self.contract.types.output,
            };
            // The names come from the tables.
            let Some(schema) = table.get(*name) else { continue };
            components.insert(key.clone(), self.named(schema));
        }
        components.into_iter().collect()
    }

    /// `()` has no name, so a named null is a unit struct.
    fn named(&self, schema: &Value) -> Value {
        let mut schema = self.convert(schema);
        if schema.get("type").and_then(Value::as_str) == Some("null") {
            make_unit(&mut schema);
        }
        schema
    }

    /// A schema of the whole payload: of a struct, fields that it does not know are refused.
    pub(super) fn closed(&self, schema: &Value) -> Value {
        let converted = self.convert(schema);
        match self.target(schema).and_then(fields) {
            // `additionalProperties` would not see the fields behind a reference.
            Some(fields) => json!({ "allOf": [converted, { "propertyNames": { "enum": fields } }] }),
            None => converted,
        }
    }

    /// What a schema of the input leads to, if it is a reference.
    fn target<'s>(&'s self, mut schema: &'s Value) -> Option<&'s Value> {
        // Names form no cycle without something in between, but a broken contract might.
        for _ in 0..64 {
            let Some(path) = schema.get("$ref").and_then(Value::as_str) else {
                return Some(schema);
            };
            schema = self.contract.types.input.get(&side_and_name(path).1)?;
        }
        None
    }

    /// One schema. A schema that says nothing is `{}` rather than `true`, so that something can be said beside it.
    pub(super) fn convert(&self, schema: &Value) -> Value {
        let Value::Object(keywords) = schema else {
            return match schema {
                Value::Bool(false) => json!({ "not": {} }),
                _ => json!({}),
            };
        };
        let mut converted = Map::new();
        let has_tuple = keywords.contains_key("prefixItems");
        for (keyword, value) in keywords {
            match keyword.as_str() {
                // What has no word here may be left out: the schema then allows more, and is still true.
                "$schema"
                | "$ref"
                | "unevaluatedProperties"
                | "unevaluatedItems"
                | "dependentRequired"
                | "dependentSchemas"
                | "minContains"
                | "maxContains" => {}
                "prefixItems" => {
                    converted.insert("items".to_owned(), self.list(value));
                }
                "items" if has_tuple => {
                    converted.insert("additionalItems".to_owned(), self.convert(value));
                }
                "items"
                | "additionalProperties"
                | "propertyNames"
                | "contains"
                | "not"
                | "if"
                | "then"
                | "else" => {
                    let inner = if value == &Value::Bool(false) {
                        value.clone()
                    } else {
                        self.convert(value)
                    };
                    converted.insert(keyword.clone(), inner);
                }
                "properties" | "patternProperties" => {
                    converted.insert(keyword.clone(), self.map(value));
                }
                "allOf" | "anyOf" | "oneOf" => {
                    converted.insert(keyword.clone(), self.list(value));
                }
                _ => {
                    converted.insert(keyword.clone(), value.clone());
                }
            }
        }
        let mut converted = match keywords.get("$ref") {
            Some(target) => self.refer(target, converted),
            None => Value::Object(converted),
        };
        if keywords.get("x-mego").is_some_and(|mark| mark == "unit") {
            make_unit(&mut converted);
        }
        converted
    }

    /// What stands beside a `$ref` does not count in draft-07, so the reference goes into an `allOf`.
    fn refer(&self, target: &Value, mut beside: Map<String, Value>) -> Value {
        let reference = self.reference(target);
        if beside.is_empty() {
            return reference;
        }
        let mut all = vec![reference];
        if let Some(Value::Array(more)) = beside.remove("allOf") {
            all.extend(more);
        }
        beside.insert("allOf".to_owned(), Value::Array(all));
        Value::Object(beside)
    }

    fn reference(&self, target: &Value) -> Value {
        let (side, name) = side_and_name(target.as_str().unwrap_or_default());
        // The model refuses a name that is not in its tables.
        match self.keys.get(&(side, name.as_str())) {
            Some(key) => super::reference(&["components", "schemas", key]),
            None => json!({}),
        }
    }

    fn list(&self, schemas: &Value) -> Value {
        let schemas = schemas.as_array().map(Vec::as_slice).unwrap_or_default();
        schemas.iter().map(|schema| self.convert(schema)).collect()
    }

    fn map(&self, schemas: &Value) -> Value {
        let schemas = schemas.as_object().into_iter().flatten();
        let converted: Map<String, Value> = schemas
            .map(|(name, schema)| (name.clone(), self.convert(schema)))
            .collect();
        Value::Object(converted)
    }
}

/// A unit struct is an empty array on the wire.
fn make_unit(schema: &mut Value) {
    schema["type"] = "array".into();
    schema["maxItems"] = 0.into();
}

/// `#/types/input/Name`
fn side_and_name(path: &str) -> (Side, String) {
    let (side, name) = match path.strip_prefix("#/types/input/") {
        Some(name) => (Side::Input, name),
        None => (
            Side::Output,
            path.strip_prefix("#/types/output/").unwrap_or_default(),
        ),
    };
    // As in a JSON pointer.
    (side, name.replace("~1", "/").replace("~0", "~"))
}

/// The fields of a struct that takes no others. A map takes any, and of an enum nobody knows which it will be.
fn fields(schema: &Value) -> Option<Vec<&String>> {
    const OPEN: &[&str] = &[
        "additionalProperties",
        "patternProperties",
        "unevaluatedProperties",
        "allOf",
        "anyOf",
        "oneOf",
        "$ref",
    ];
    if OPEN.iter().any(|keyword| schema.get(keyword).is_some()) {
        return None;
    }
    Some(schema.get("properties")?.as_object()?.keys().collect())
}
