//! Gathers a contract: every argument and every result declares itself here, once, when the engine is built.

use std::any::{TypeId, type_name};

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::collisions::{collisions, mix_ups};
use super::spelling;
use super::{ErrorVariant, Input, Method, Output, Param, Types};
use crate::__private::Schema;
use crate::args::Place;
use crate::method::Info;

/// What the arguments and results of methods have said so far.
#[doc(hidden)]
#[derive(Debug)]
pub struct Declarations {
    input: SchemaGenerator,
    output: SchemaGenerator,
    current: Current,
    problems: Vec<String>,
}

/// The method that is being declared.
#[derive(Debug, Default)]
struct Current {
    info: Option<&'static Info>,
    argument: usize,
    params: Vec<Param>,
    /// For each argument, the position of its parameter.
    positions: Vec<Option<usize>>,
    payload: Option<Value>,
    output: Option<Output>,
    errors: Vec<ErrorVariant>,
    states: Vec<(TypeId, &'static str)>,
}

/// One method, declared.
pub(crate) struct Declared {
    pub(crate) method: Method,
    pub(crate) positions: Vec<Option<usize>>,
    pub(crate) states: Vec<(TypeId, &'static str)>,
}

impl Declarations {
    pub(crate) fn new() -> Declarations {
        let settings = |path: &str| {
            SchemaSettings::draft2020_12().with(|settings| {
                settings.definitions_path = path.to_owned().into();
                settings.meta_schema = None;
            })
        };
        Declarations {
            input: settings("/types/input").for_deserialize().into_generator(),
            output: settings("/types/output").for_serialize().into_generator(),
            current: Current::default(),
            problems: Vec::new(),
        }
    }

    pub(crate) fn begin(&mut self, info: &'static Info) {
        self.current = Current {
            info: Some(info),
            ..Current::default()
        };
    }

    pub(crate) fn begin_argument(&mut self, position: usize, place: Place) {
        self.current.argument = position;
        let param = (place == Place::Param).then_some(self.current.params.len());
        self.current.positions.push(param);
    }

    pub(crate) fn param<T: JsonSchema>(
        &mut self,
        required: bool,
        default: Option<serde_json::Result<Value>>,
    ) {
        let Some(info) = self.current.info else { return };
        let Some(slot) = info.arguments.get(self.current.argument) else {
            return;
        };
        if slot.name.is_empty() {
            self.problem(format!(
                "argument {} of `{}` is a pattern, and a parameter needs a name: write `name: {}`",
                self.current.argument + 1,
                info.rust,
                type_name::<T>()
            ));
        }
        let default = match default.transpose() {
            Ok(default) => default,
            Err(error) => {
                self.problem(format!(
                    "the default of `{}` in `{}`: {error}",
                    slot.name, info.rust
                ));
                None
            }
        };
        let mut schema = self.input.subschema_for::<T>();
        if let Some(int64) = slot.int64 {
            schema.insert("x-mego-int64".to_owned(), Value::from(int64));
        }
        if spelling::is_nested_option::<T>() {
            schema.insert("x-mego-nested-option".to_owned(), Value::from(true));
        }
        self.check_keys::<T>(&format!("`{}` of `{}`", slot.name, info.rust));
        self.current.params.push(Param {
            name: slot.name.to_owned(),
            doc: slot.doc.to_owned(),
            schema: schema.to_value(),
            required,
            default,
            example: slot.example.map(|example| example()),
            deprecated: slot.deprecated,
        });
    }

    pub(crate) fn payload<T: JsonSchema>(&mut self) {
        self.check_current::<T>("takes");
        self.current.payload = Some(self.input.subschema_for::<T>().to_value());
    }

    pub(crate) fn state<T: 'static>(&mut self) {
        self.current.states.push((TypeId::of::<T>(), type_name::<T>()));
    }

    pub(crate) fn output<T: JsonSchema>(&mut self) {
        self.check_current::<T>("returns");
        let schema = self.output.subschema_for::<T>().to_value();
        self.current.output = Some(Output::Value(schema));
    }

    /// The method's result is a stream of these.
    pub(crate) fn stream<T: JsonSchema>(&mut self) {
        self.check_current::<T>("streams");
        let schema = self.output.subschema_for::<T>().to_value();
        self.current.output = Some(Output::Stream(schema));
    }

    /// The schema of what an event carries.
    pub(crate) fn event<T: JsonSchema>(&mut self) -> Value {
        self.output.subschema_for::<T>().to_value()
    }

    /// The schema of what clients say when they connect.
    pub(crate) fn data<T: JsonSchema>(&mut self) -> Value {
        self.input.subschema_for::<T>().to_value()
    }

    /// An error without data.
    pub fn error(&mut self, status: &str, code: u16, doc: &str) {
        self.current.errors.push(ErrorVariant {
            status: status.to_owned(),
            code,
            doc: doc.to_owned(),
            data: None,
        });
    }

    /// The data of the last error is one value.
    pub fn error_value(&mut self, schema: Schema) {
        let data = schema(&mut self.output).to_value();
        self.set_error_data(data);
    }

    /// The data of the last error are the fields of its variant: name, doc comment, schema and example of each.
    pub fn error_fields(&mut self, fields: &[(&str, &str, Schema, Option<Value>)]) {
        let mut properties = Map::new();
        for (name, doc, schema, example) in fields {
            let mut schema = schema(&mut self.output);
            if !doc.is_empty() {
                schema.insert("description".to_owned(), Value::from(*doc));
            }
            if let Some(example) = example {
                schema.insert("examples".to_owned(), json!([example]));
            }
            properties.insert((*name).to_owned(), schema.to_value());
        }
        let required: Vec<_> = fields.iter().map(|(name, ..)| *name).collect();
        let data = json!({ "type": "object", "properties": properties, "required": required });
        self.set_error_data(data);
    }

    fn set_error_data(&mut self, data: Value) {
        if let Some(error) = self.current.errors.last_mut() {
            error.data = Some(data);
        }
    }

    fn check_current<T>(&mut self, does: &str) {
        if let Some(info) = self.current.info {
            self.check_keys::<T>(&format!("what `{}` {does}", info.rust));
        }
    }

    /// schemars describes a map with such keys as one with keys of text, which it is not on the wire.
    fn check_keys<T>(&mut self, place: &str) {
        if let Some(key) = spelling::unfit_key::<T>() {
            self.problem(format!(
                "{place} is or holds a map with keys of type `{key}`, and keys are text or integers of up to 64 bits on the \
                 wire: use one of these, or a `Vec` of a struct that holds key and value"
            ));
        }
    }

    fn problem(&mut self, problem: String) {
        self.problems.push(problem);
    }

    /// Ends the method that was begun.
    pub(crate) fn end(&mut self) -> Option<Declared> {
        let current = std::mem::take(&mut self.current);
        let info = current.info?;
        if current.payload.is_some() && !current.params.is_empty() {
            let names: Vec<_> = current.params.iter().map(|param| param.name.as_str()).collect();
            self.problem(format!(
                "`{}` binds the whole payload, so `{}` cannot be sent beside it: move it into the bound type",
                info.rust,
                names.join("`, `")
            ));
        }
        let mut names: Vec<_> = current.params.iter().map(|param| &param.name).collect();
        names.sort();
        if let Some(twice) = names.windows(2).find(|pair| pair[0] == pair[1]) {
            self.problem(format!(
                "two parameters of `{}` are called `{}` on the wire",
                info.rust, twice[0]
            ));
        }
        let method = Method {
            name: info.name.to_owned(),
            rust: info.rust.to_owned(),
            doc: info.doc.to_owned(),
            deprecated: info.deprecated.map(str::to_owned),
            idempotent: info.idempotent,
            timeout_ms: info
                .timeout
                .and_then(|timeout| u64::try_from(timeout.as_millis()).ok()),
            max_size: info.max_size.map(|size| size as u64),
            lenient: info.lenient,
            files: Vec::new(),
            input: current.payload.map_or(Input::Params(current.params), Input::Bind),
            output: current.output.unwrap_or(Output::Value(Value::Null)),
            errors: current.errors,
        };
        Some(Declared {
            method,
            positions: current.positions,
            states: current.states,
        })
    }

    /// The tables of named types, and all that was wrong.
    pub(crate) fn finish(mut self) -> (Types, Vec<String>) {
        for (direction, generator) in [("reads", &self.input), ("writes", &self.output)] {
            let found = collisions(generator);
            self.problems
                .extend(found.iter().map(|collision| collision.problem(direction)));
        }
        let found = mix_ups(&self.input, &self.output);
        self.problems.extend(
            found
                .iter()
                .map(|collision| collision.problem("reads and writes")),
        );
        self.problems.dedup();
        describe_bytes(&mut self.input);
        describe_bytes(&mut self.output);
        let types = Types {
            input: self.input.take_definitions(true).into_iter().collect(),
            output: self.output.take_definitions(true).into_iter().collect(),
        };
        (types, self.problems)
    }
}

/// schemars says of a `bytes::Bytes` that it is an array of numbers, which it is in JSON. On the wire it is what a
/// [`Bytes`](crate::Bytes) is.
fn describe_bytes(generator: &mut SchemaGenerator) {
    let known = generator.definitions().len();
    let reference = generator.subschema_for::<bytes::Bytes>();
    let Some(name) = reference
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|reference| reference.rsplit('/').next())
    else {
        return;
    };
    let is_used = generator.definitions().len() == known;
    if is_used {
        let mut schema = crate::Bytes::json_schema(generator);
        // A name for it would be one more for clients to learn.
        schema.insert("x-mego-inline".to_owned(), Value::from(true));
        generator
            .definitions_mut()
            .insert(name.to_owned(), schema.to_value());
    } else {
        generator.definitions_mut().remove(name);
    }
}
