//! The AsyncAPI 3 document: contract in, `asyncapi.json` out.
//!
//! What AsyncAPI calls the application is the server: it receives calls, replies, and sends events. The fields of a frame
//! that stand before its content are the headers of a message, and the content is its payload.

mod events;
mod frames;
mod methods;
mod names;
mod schema;

use mego::contract::Contract;
use serde_json::{Map, Value, json};

use crate::model::Model;
use schema::Schemas;

/// The version of AsyncAPI that is written.
const VERSION: &str = "3.0.0";

/// The channel of everything that belongs to no event.
const SOCKET: &str = "socket";

const DESCRIPTION: &str = "Every message of the WebSocket is binary and holds one or more frames, one after the other. A \
frame is a MessagePack array: its kind, its other fields, and its content. In this document the fields before the content \
are the headers of a message, in the order of the frame, and the content is its payload. Fields that may be left out at \
the end of a frame, such as options, are not listed. The subprotocol is `mego.v1.msgpack`; the first frame is Hello.";

/// Writes the document. The model has to be that of the contract, and without problems.
pub(crate) fn render(contract: &Contract, model: &Model) -> String {
    let schemas = Schemas::new(contract, model);
    let mut document = Document::default();
    frames::connect(contract, &schemas, &mut document);
    for group in &contract.groups {
        let tag = group.title.as_deref().unwrap_or(&contract.package);
        document.tag(tag, &group.intro);
        for method in &group.methods {
            methods::method(method, tag, &schemas, &mut document);
        }
    }
    if !contract.events.is_empty() {
        frames::subscribe(&mut document);
    }
    for event in &contract.events {
        events::event(event, &schemas, &mut document);
    }
    document.finish(model, &schemas)
}

/// What is written, as far as it has come.
#[derive(Debug, Default)]
struct Document {
    tags: Vec<Value>,
    /// The messages of the socket.
    messages: Map<String, Value>,
    /// The channels of events.
    channels: Map<String, Value>,
    operations: Map<String, Value>,
}

impl Document {
    /// Adds a tag, once.
    fn tag(&mut self, name: &str, description: &str) {
        if self.tags.iter().any(|tag| tag["name"] == name) {
            return;
        }
        let mut tag = json!({ "name": name });
        if !description.is_empty() {
            tag["description"] = description.into();
        }
        self.tags.push(tag);
    }

    /// Adds a message of the socket and gives back a reference to it.
    fn message(&mut self, name: &str, message: Value) -> Value {
        let name = names::free(name, |name| self.messages.contains_key(name));
        let reference = reference(&["channels", SOCKET, "messages", &name]);
        self.messages.insert(name, message);
        reference
    }

    fn finish(self, model: &Model, schemas: &Schemas<'_>) -> String {
        let mut info = json!({
            "title": model.name,
            "version": model.hash,
            "description": DESCRIPTION,
        });
        if !self.tags.is_empty() {
            info["tags"] = self.tags.into();
        }
        let mut channels = Map::new();
        channels.insert(
            SOCKET.to_owned(),
            json!({
                "address": "/",
                "title": "The WebSocket",
                "description": "Calls, their answers, and whatever else belongs to no event.",
                "messages": self.messages,
                "bindings": { "ws": {
                    "method": "GET",
                    "headers": {
                        "type": "object",
                        "properties": { "Sec-WebSocket-Protocol": { "type": "string", "const": "mego.v1.msgpack" } },
                    },
                    "bindingVersion": "0.1.0",
                } },
            }),
        );
        channels.extend(self.channels);
        let mut document = json!({
            "asyncapi": VERSION,
            "info": info,
            "defaultContentType": "application/msgpack",
            "servers": { "server": {
                "host": "{host}",
                "pathname": "/{path}",
                "protocol": "ws",
                "description": "Where the server listens. Behind TLS, the protocol is `wss`.",
                "variables": {
                    "host": { "default": "localhost:5000", "description": "The host, and the port if there is one." },
                    "path": { "default": "mego", "description": "The path of the WebSocket." },
                },
            } },
            "channels": channels,
            "operations": self.operations,
            "components": { "schemas": schemas.components() },
        });
        leave_out_proto(&mut document);
        // Cannot fail: the keys are strings.
        let mut text = serde_json::to_string_pretty(&document)
            .expect("a document has string keys and finite numbers only");
        text.push('\n');
        text
    }
}

/// Leaves out fields that are called `__proto__`. The tools of AsyncAPI are written in JavaScript, and the parser breaks at
/// a key of that name; the schema then says nothing of the field.
fn leave_out_proto(value: &mut Value) {
    const PROTO: &str = "__proto__";
    match value {
        Value::Object(map) => {
            // In its place, so that the others keep theirs.
            map.shift_remove(PROTO);
            if let Some(Value::Array(names)) = map.get_mut("required") {
                names.retain(|name| name != PROTO);
            }
            map.values_mut().for_each(leave_out_proto);
        }
        Value::Array(items) => items.iter_mut().for_each(leave_out_proto),
        _ => {}
    }
}

/// A message: the fields of its frame, and what they carry.
fn message(name: &str, doc: &str, headers: Value, correlated: bool, payload: Value) -> Value {
    let mut message = json!({ "name": name });
    describe(&mut message, doc, None);
    message["headers"] = headers;
    if correlated {
        message["correlationId"] = json!({
            "description": "The id of the call, which its answers repeat.",
            "location": "$message.header#/id",
        });
    }
    message["payload"] = payload;
    message
}

/// The fields of a frame before its content. Ids are odd numbers that grow.
fn headers(kind: u8, fields: &[(&str, Value)]) -> Value {
    let mut properties = Map::new();
    properties.insert("kind".to_owned(), json!({ "type": "integer", "const": kind }));
    properties.extend(
        fields
            .iter()
            .map(|(name, schema)| ((*name).to_owned(), schema.clone())),
    );
    let required: Vec<String> = properties.keys().cloned().collect();
    json!({ "type": "object", "properties": properties, "required": required })
}

/// An id that a client gives.
fn id() -> Value {
    json!({ "type": "integer", "minimum": 1, "maximum": u32::MAX })
}

fn text(value: &str) -> Value {
    json!({ "type": "string", "const": value })
}

/// Puts down a doc comment: its first paragraph, and the whole of it where there is more.
fn describe(target: &mut Value, doc: &str, deprecated: Option<&str>) {
    let doc = doc.trim();
    let (first, rest) = doc.split_once("\n\n").unwrap_or((doc, ""));
    let summary = first.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    if !summary.is_empty() {
        target["summary"] = summary.into();
    }
    let note = deprecated.map(|note| format!("**Deprecated.** {note}").trim_end().to_owned());
    let whole = (!rest.is_empty()).then(|| doc.to_owned());
    let description: Vec<String> = note.into_iter().chain(whole).collect();
    if !description.is_empty() {
        target["description"] = description.join("\n\n").into();
    }
    if deprecated.is_some() {
        target["x-deprecated"] = true.into();
    }
}

/// `{"$ref": "#/a/b"}`
fn reference(path: &[&str]) -> Value {
    json!({ "$ref": format!("#/{}", path.join("/")) })
}

#[cfg(test)]
mod tests {
    use mego::contract::{Contract, FileField};
    use serde_json::Value;

    use crate::model::Model;

    /// The TypeScript client refuses files until it can send them, so this cannot be seen from outside yet.
    #[test]
    fn files_are_named() -> Result<(), Box<dyn std::error::Error>> {
        let text = r#"{"mego": 1, "package": "shop", "groups": [{"methods": [
            {"name": "upload", "rust": "shop::upload", "input": {"params": []}, "output": {"value": {"type": "null"}}}
        ]}], "types": {"input": {}, "output": {}}}"#;
        let mut contract = Contract::from_json(text)?;
        contract.groups[0].methods[0].files = vec![FileField {
            name: "photo".to_owned(),
            required: true,
            ..FileField::default()
        }];
        let document = super::render(&contract, &Model::new(&contract, "shop")?);
        let document: Value = serde_json::from_str(&document)?;
        assert_eq!(
            document["operations"]["upload"]["x-mego-files"][0]["name"],
            "photo"
        );
        Ok(())
    }
}
