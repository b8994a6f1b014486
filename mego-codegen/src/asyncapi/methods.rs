//! Methods: an operation that receives a call and replies.

use mego::contract::{ErrorVariant, Input, Method, Output, Param};
use serde_json::{Map, Value, json};

use super::schema::Schemas;
use super::{Document, SOCKET, describe, headers, id, message, names, reference, text};

/// Adds a method: its operation, its call and all that may come back.
pub(super) fn method(method: &Method, tag: &str, schemas: &Schemas<'_>, document: &mut Document) {
    let key = names::free(&names::key(&method.name), |key| {
        document.operations.contains_key(key)
    });
    let call = headers(16, &[("id", id()), ("method", text(&method.name))]);
    let payload = input(method, schemas);
    // Hyphens stand in no name of a method, so these names meet no other.
    let call = document.message(
        &format!("{key}-call"),
        message(&method.name, &method.doc, call, true, payload),
    );
    let mut replies = Vec::new();
    let mut reply = |name: String, answer: Value| replies.push(document.message(&name, answer));
    match &method.output {
        Output::Stream(item) => {
            let doc = "An item of the stream.";
            let item = message(
                &format!("{} item", method.name),
                doc,
                answer(21, &[]),
                true,
                schemas.convert(item),
            );
            reply(format!("{key}-item"), item);
            let end = message(
                &format!("{} end", method.name),
                "The end of the stream.",
                answer(22, &[]),
                true,
                json!({ "type": "null" }),
            );
            reply(format!("{key}-end"), end);
        }
        // A form of answer that is not known here is refused by the model.
        output => {
            let schema = match output {
                Output::Value(schema) => schemas.convert(schema),
                _ => json!({}),
            };
            let ok = message(
                &format!("{} ok", method.name),
                "The result.",
                answer(18, &[]),
                true,
                schema,
            );
            reply(format!("{key}-ok"), ok);
        }
    }
    for error in &method.errors {
        reply(
            format!("{key}-error-{}", names::key(&error.status)),
            failure(&format!("{} {}", method.name, error.status), error, schemas),
        );
    }
    replies.push(reference(&["channels", SOCKET, "messages", "mego-fault"]));

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
        Input::Bind(schema) => schemas.convert(schema),
        // A form of input that is not known here is refused by the model.
        _ => json!({}),
    }
}

/// Parameters by name. That they may also be sent by position, the description says.
fn parameters(method: &Method, params: &[Param], schemas: &Schemas<'_>) -> Value {
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
    let mut schema = json!({
        "type": "object",
        "description": "The parameters by name. An array of them, in this order, will do as well.",
        "properties": properties,
    });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    if !method.lenient {
        schema["additionalProperties"] = false.into();
    }
    schema
}

fn says_something(param: &Param) -> bool {
    !param.doc.is_empty() || param.default.is_some() || param.example.is_some() || param.deprecated
}

fn failure(name: &str, error: &ErrorVariant, schemas: &Schemas<'_>) -> Value {
    let code = json!({ "type": "integer", "const": error.code });
    let words = json!({ "type": "string", "description": "What happened, in words." });
    let headers = answer(19, &[("code", code), ("message", words)]);
    let payload = match &error.data {
        Some(data) => schemas.convert(data),
        None => json!({ "type": "null" }),
    };
    message(name, &error.doc, headers, true, payload)
}

/// The fields of an answer: after the id of the call come others, if there are any.
fn answer(kind: u8, fields: &[(&str, Value)]) -> Value {
    let fields: Vec<(&str, Value)> = [("id", id())].into_iter().chain(fields.iter().cloned()).collect();
    headers(kind, &fields)
}
