//! Methods: an operation that receives a call and replies.

use mego::contract::{ErrorVariant, Input, Method, Output, Param};
use serde_json::{Map, Value, json};

use super::frame::{Frame, error_options, words};
use super::schema::Schemas;
use super::{Document, SOCKET, calls, describe, fault, files, names, reference, text};

/// Adds a method: its operation, its call and all that may come back.
pub(super) fn method(method: &Method, tag: &str, schemas: &Schemas<'_>, document: &mut Document) {
    let key = names::free(&names::key(&method.name), |key| {
        document.operations.contains_key(key)
    });
    let is_stream = matches!(method.output, Output::Stream(_));
    let announced = (!method.files.is_empty()).then(|| files::announced(&method.files));
    let call = Frame::new(16)
        .asks()
        .field("method", text(&method.name))
        .payload(input(method, schemas))
        .optional("options", calls::call_options(is_stream, announced))
        .message(&method.name, &method.doc);
    // Hyphens stand in no name of a method, so these names meet no other.
    let call = document.message(&format!("{key}-call"), call);
    let mut replies = Vec::new();
    let mut reply = |name: String, answer: Value| replies.push(document.message(&name, answer));
    match &method.output {
        Output::Stream(item) => {
            let item = Frame::new(21).answers().payload(schemas.convert(item)).message(
                &format!("{} item", method.name),
                "An item of the stream. Each uses up one credit.",
            );
            reply(format!("{key}-item"), item);
            let end = Frame::new(22)
                .answers()
                .message(&format!("{} end", method.name), "The end of the stream.");
            reply(format!("{key}-end"), end);
        }
        // A form of answer that is not known here is refused by the model.
        output => {
            let schema = match output {
                Output::Value(schema) => schemas.convert(schema),
                _ => json!({}),
            };
            let ok = Frame::new(18)
                .answers()
                .payload(schema)
                .message(&format!("{} ok", method.name), "The result.");
            reply(format!("{key}-ok"), ok);
        }
    }
    for error in &method.errors {
        reply(
            format!("{key}-error-{}", names::key(&error.status)),
            failure(&format!("{} {}", method.name, error.status), error, schemas),
        );
    }
    replies.push(fault());

    let mut operation = json!({
        "action": "receive",
        "channel": reference(&["channels", SOCKET]),
        "title": method.name,
    });
    describe(&mut operation, &method.doc, method.deprecated.as_deref());
    operation["tags"] = json!([{ "name": tag }]);
    operation["messages"] = json!([call]);
    operation["reply"] = json!({ "channel": reference(&["channels", SOCKET]), "messages": replies });
    extend(&mut operation, method);
    document.operations.insert(key, operation);
}

/// What AsyncAPI has no word for.
fn extend(operation: &mut Value, method: &Method) {
    if matches!(method.output, Output::Stream(_)) {
        operation["x-mego-stream"] = true.into();
    }
    if method.idempotent {
        operation["x-mego-idempotent"] = true.into();
    }
    if let Some(timeout) = method.timeout_ms {
        operation["x-mego-timeout-ms"] = timeout.into();
    }
    if let Some(size) = method.max_size {
        operation["x-mego-max-size"] = size.into();
    }
    if !method.files.is_empty() {
        // Cannot fail: the keys are strings.
        operation["x-mego-files"] = json!(method.files);
    }
}

fn input(method: &Method, schemas: &Schemas<'_>) -> Value {
    match &method.input {
        Input::Params(params) if params.is_empty() => {
            json!({ "type": ["null", "array", "object"], "maxItems": 0, "maxProperties": 0, "description": "Nothing." })
        }
        Input::Params(params) => parameters(method, params, schemas),
        Input::Bind(schema) if method.lenient => schemas.convert(schema),
        Input::Bind(schema) => schemas.closed(schema),
        // A form of input that is not known here is refused by the model.
        _ => json!({}),
    }
}

/// Parameters by name or by position, and nil where none has to be there.
fn parameters(method: &Method, params: &[Param], schemas: &Schemas<'_>) -> Value {
    let mut forms = vec![by_name(method, params, schemas), by_position(params, schemas)];
    if !params.iter().any(|param| param.required) {
        forms.push(json!({ "title": "Nothing", "type": "null" }));
    }
    json!({ "oneOf": forms })
}

fn by_name(method: &Method, params: &[Param], schemas: &Schemas<'_>) -> Value {
    let mut properties = Map::new();
    for param in params {
        let mut schema = schemas.convert(&param.schema);
        // A bare reference takes nothing beside it.
        if schema.get("$ref").is_some() && says_something(param) {
            schema = json!({ "allOf": [schema] });
        }
        if !param.doc.is_empty() {
            schema["description"] = param.doc.as_str().into();
        }
        if let Some(default) = &param.default {
            schema["default"] = default.clone();
        }
        if let Some(example) = &param.example {
            schema["examples"] = json!([example]);
        }
        if param.deprecated {
            schema["deprecated"] = true.into();
        }
        properties.insert(param.name.clone(), schema);
    }
    let required: Vec<&str> = params
        .iter()
        .filter(|param| param.required)
        .map(|param| param.name.as_str())
        .collect();
    let mut schema = json!({ "title": "By name", "type": "object", "properties": properties });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    if !method.lenient {
        schema["additionalProperties"] = false.into();
    }
    schema
}

/// What may be left out, may be left out at the end.
fn by_position(params: &[Param], schemas: &Schemas<'_>) -> Value {
    let items: Vec<Value> = params
        .iter()
        .map(|param| schemas.convert(&param.schema))
        .collect();
    let least = params
        .iter()
        .rposition(|param| param.required)
        .map_or(0, |last| last + 1);
    let names: Vec<&str> = params.iter().map(|param| param.name.as_str()).collect();
    json!({
        "title": "By position",
        "description": format!("In this order: {}.", names.join(", ")),
        "type": "array",
        "items": items,
        "minItems": least,
        "maxItems": params.len(),
    })
}

fn says_something(param: &Param) -> bool {
    !param.doc.is_empty() || param.default.is_some() || param.example.is_some() || param.deprecated
}

fn failure(name: &str, error: &ErrorVariant, schemas: &Schemas<'_>) -> Value {
    let frame = Frame::new(19)
        .answers()
        .field("code", json!({ "type": "integer", "const": error.code }))
        .field("message", words());
    let frame = match &error.data {
        Some(data) => frame.payload(schemas.convert(data)),
        None => frame.nothing(),
    };
    // A fault of the same code says `f: true`.
    let not_a_fault = json!({ "type": "boolean", "const": false, "description": "Left out." });
    frame
        .optional("options", error_options(not_a_fault))
        .message(name, &error.doc)
}
