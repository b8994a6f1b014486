//! The hash by which a client and a server see that they were made from the same contract.

use std::hash::Hasher;

use serde_json::Value;

use super::{Contract, Input, Output};
use crate::fnv::Fnv;

/// Keywords of JSON Schema that say nothing about the wire.
const PROSE: &[&str] = &[
    "title",
    "description",
    "examples",
    "deprecated",
    "$comment",
    "x-mego-int64",
    "x-mego-nested-option",
    "x-mego-order",
];

/// Keywords whose value is a map from a name to a schema, so that its keys are names and not keywords.
const NAMED: &[&str] = &["properties", "patternProperties", "$defs", "dependentSchemas"];

impl Contract {
    /// A hash of all that matters on the wire, as 16 hexadecimal digits. Documentation and the grouping and order of
    /// methods are left out, so that an edit to a comment does not part a client from its server.
    ///
    /// It is FNV-1a with 64 bits, which guards against accident and not against malice: nothing is decided by it, a
    /// client only warns its developer.
    ///
    /// ```
    /// # use mego::contract::Contract;
    /// let text = r#"{"mego": 1, "package": "shop", "groups": [], "types": {"input": {}, "output": {}}}"#;
    /// let contract = Contract::from_json(text)?;
    /// assert_eq!(contract.hash().len(), 16);
    /// # Ok::<(), mego::contract::ContractError>(())
    /// ```
    #[must_use]
    pub fn hash(&self) -> String {
        let mut hash = Canonical::default();
        let mut methods: Vec<_> = self.methods().collect();
        methods.sort_by(|a, b| a.name.cmp(&b.name));
        for method in methods {
            hash.text(&method.name);
            match &method.input {
                Input::Params(params) => {
                    hash.text("params");
                    for param in params {
                        hash.text(&param.name);
                        hash.text(if param.required { "required" } else { "optional" });
                        hash.schema(&param.schema);
                    }
                }
                Input::Bind(schema) => {
                    hash.text("bind");
                    hash.schema(schema);
                }
            }
            for file in &method.files {
                hash.text("file");
                hash.text(&file.name);
                hash.text(if file.required { "required" } else { "optional" });
                hash.text(if file.many { "many" } else { "one" });
            }
            match &method.output {
                Output::Value(schema) => {
                    hash.text("value");
                    hash.schema(schema);
                }
                Output::Stream(schema) => {
                    hash.text("stream");
                    hash.schema(schema);
                }
            }
            for error in &method.errors {
                hash.text(&error.status);
                hash.text(&error.code.to_string());
                hash.schema(error.data.as_ref().unwrap_or(&Value::Null));
            }
        }
        let mut events: Vec<_> = self.events.iter().collect();
        events.sort_by(|a, b| a.name.cmp(&b.name));
        for event in events {
            hash.text("event");
            hash.text(&event.name);
            hash.text(event.channel.as_deref().unwrap_or_default());
            hash.schema(&event.data);
        }
        if let Some(data) = &self.data {
            hash.text("data");
            hash.schema(data);
        }
        for table in [&self.types.input, &self.types.output] {
            hash.text("types");
            for (name, schema) in table {
                hash.text(name);
                hash.schema(schema);
            }
        }
        format!("{:016x}", hash.0.finish())
    }
}

#[derive(Default)]
struct Canonical(Fnv);

impl Canonical {
    fn text(&mut self, text: &str) {
        self.0.write(text.as_bytes());
        // Keeps `ab` + `c` apart from `a` + `bc`; it is no byte of UTF-8.
        self.0.write(&[0xff]);
    }

    fn schema(&mut self, schema: &Value) {
        match schema {
            Value::Object(keywords) => {
                self.text("{");
                for (keyword, value) in sorted(keywords) {
                    if PROSE.contains(&keyword.as_str()) {
                        continue;
                    }
                    self.text(keyword);
                    match value {
                        Value::Object(names) if NAMED.contains(&keyword.as_str()) => {
                            self.text("{");
                            for (name, schema) in sorted(names) {
                                self.text(name);
                                self.schema(schema);
                            }
                            self.text("}");
                        }
                        Value::Array(names) if keyword == "required" => {
                            let mut names: Vec<_> = names.iter().filter_map(Value::as_str).collect();
                            names.sort_unstable();
                            names.iter().for_each(|name| self.text(name));
                        }
                        other => self.schema(other),
                    }
                }
                self.text("}");
            }
            Value::Array(items) => {
                self.text("[");
                items.iter().for_each(|item| self.schema(item));
                self.text("]");
            }
            scalar => self.text(&scalar.to_string()),
        }
    }
}

/// Fields of a map on the wire have no order, so neither may the hash.
fn sorted(map: &serde_json::Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut entries: Vec<_> = map.iter().collect();
    entries.sort_by_key(|(key, _)| *key);
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contract(method: &str) -> Contract {
        let text = format!(
            r#"{{"mego": 1, "package": "shop", "types": {{"input": {{}}, "output": {{}}}},
                "groups": [{{"methods": [{method}]}}]}}"#
        );
        Contract::from_json(&text).unwrap()
    }

    #[test]
    fn documentation_and_the_order_of_fields_do_not_count() {
        let plain = contract(
            r#"{"name": "buy", "rust": "a::buy", "output": {"value": {"type": "null"}}, "input": {"bind":
               {"type": "object", "properties": {"description": {"type": "string"}, "n": {"type": "integer"}}}}}"#,
        );
        let documented = contract(
            r#"{"name": "buy", "rust": "b::buy", "doc": "Buys.", "output": {"value": {"type": "null"}}, "input": {"bind":
               {"type": "object", "title": "T", "properties": {"n": {"type": "integer", "description": "How many."},
               "description": {"type": "string"}}}}}"#,
        );
        assert_eq!(plain.hash(), documented.hash());
    }

    #[test]
    fn a_field_called_description_does_count() {
        let with = contract(
            r#"{"name": "buy", "rust": "a::buy", "output": {"value": {"type": "null"}}, "input": {"bind":
               {"type": "object", "properties": {"description": {"type": "string"}}}}}"#,
        );
        let without = contract(
            r#"{"name": "buy", "rust": "a::buy", "output": {"value": {"type": "null"}}, "input": {"bind":
               {"type": "object", "properties": {}}}}"#,
        );
        assert_ne!(with.hash(), without.hash());
    }
}
