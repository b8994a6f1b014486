//! The AsyncAPI 3 document: contract in, `asyncapi.json` out.
//!
//! What AsyncAPI calls the application is the server: it receives calls, replies, and sends events. The fields of a frame
//! are the headers of a message, but for its content, which is the payload.

mod calls;
mod connection;
mod events;
mod files;
mod frame;
mod methods;
mod names;
mod schema;

use std::slice;

use mego::contract::Contract;
use serde_json::{Map, Value, json};

use crate::model::Model;
use schema::Schemas;

/// The version of AsyncAPI that is written.
const VERSION: &str = "3.0.0";

/// The channel of everything that belongs to no event.
const SOCKET: &str = "socket";

const DESCRIPTION: &str = "Every message of the WebSocket is binary and holds one or more frames, one after the other. A \
frame is a MessagePack array, and each message of this document is one. `x-mego-frame` says what stands where in it: first \
the kind, a number, then names. `payload` is the content, and the other names are those of headers. What has a `?` may be \
left out at the end, and is nil where something follows it; a null is left out, or nil, in the same way. Further elements \
at the end are to be ignored, and so are frames of other kinds.\n\nOf the types, `x-mego` and `format` say what JSON Schema \
cannot: bytes are binary, and integers of 128 bits are binary of 16 bytes.\n\nThe subprotocol is \
`mego.v1.msgpack`; the first frame is Hello. PROTOCOL.md of Mego says all of it in words.";

/// Where the protocol is described.
const PROTOCOL: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/PROTOCOL.md");

/// Writes the document. The model has to be that of the contract, and without problems.
pub(crate) fn render(contract: &Contract, model: &Model) -> String {
    let schemas = Schemas::new(contract, model);
    let mut document = Document::default();
    connection::add(contract, model, &schemas, &mut document);
    calls::add(contract, &mut document);
    files::add(contract, &mut document);
    for group in &contract.groups {
        let tag = group.title.as_deref().unwrap_or(&contract.package);
        document.tag(tag, &group.intro);
        for method in &group.methods {
            methods::method(method, tag, &schemas, &mut document);
        }
    }
    events::add(contract, &schemas, &mut document);
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

    /// Adds an operation of the protocol itself: the server receives one of these messages. Hyphens stand in no name of a
    /// method, so its name meets no other.
    fn received(&mut self, key: &str, title: &str, messages: &[Value]) {
        self.operation(key, "receive", title, messages, &[]);
    }

    /// Adds an operation: the server receives this message, and replies.
    fn answered(&mut self, key: &str, title: &str, asked: &Value, replies: &[Value]) {
        self.operation(key, "receive", title, slice::from_ref(asked), replies);
    }

    /// Adds an operation: the server sends one of these messages.
    fn sent(&mut self, key: &str, title: &str, messages: &[Value]) {
        self.operation(key, "send", title, messages, &[]);
    }

    /// Adds an operation: the server sends this message, and is answered.
    fn asked(&mut self, key: &str, title: &str, asked: &Value, replies: &[Value]) {
        self.operation(key, "send", title, slice::from_ref(asked), replies);
    }

    fn operation(&mut self, key: &str, action: &str, title: &str, messages: &[Value], replies: &[Value]) {
        let socket = reference(&["channels", SOCKET]);
        let mut operation = json!({
            "action": action,
            "channel": socket,
            "title": title,
            "messages": messages,
        });
        if !replies.is_empty() {
            operation["reply"] = json!({ "channel": socket, "messages": replies });
        }
        self.operations.insert(key.to_owned(), operation);
    }

    fn finish(self, model: &Model, schemas: &Schemas<'_>) -> String {
        let mut info = json!({
            "title": model.name,
            "version": model.hash,
            "description": DESCRIPTION,
            "externalDocs": { "description": "The protocol", "url": PROTOCOL },
        });
        if !self.tags.is_empty() {
            info["tags"] = self.tags.into();
        }
        let mut channels = Map::new();
        channels.insert(
            SOCKET.to_owned(),
            json!({
                "address": "/{path}",
                "title": "The WebSocket",
                "description": "Calls, their answers, and whatever else belongs to no event.",
                "parameters": { "path": {
                    "default": "mego",
                    "description": "The path of the WebSocket, which the server may choose.",
                } },
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
                "protocol": "ws",
                "description": "Where the server listens. Behind TLS, the protocol is `wss`.",
                "variables": { "host": {
                    "description": "The host, and the port if there is one: only those know them who run the server.",
                    "examples": ["localhost:5000", "api.example.com"],
                } },
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

/// A reference to the fault that every question may be answered with.
fn fault() -> Value {
    reference(&["channels", SOCKET, "messages", "mego-fault"])
}

fn text(value: &str) -> Value {
    json!({ "type": "string", "const": value })
}

/// Puts down a doc comment: its first paragraph as the summary, and what is left of it as the description.
fn describe(target: &mut Value, doc: &str, deprecated: Option<&str>) {
    let doc = doc.trim();
    let (first, rest) = doc.split_once("\n\n").unwrap_or((doc, ""));
    let summary = first.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    if !summary.is_empty() {
        target["summary"] = summary.into();
    }
    let note = deprecated.map(|note| format!("**Deprecated.** {note}").trim_end().to_owned());
    let rest = rest.trim_start_matches('\n');
    let rest = (!rest.is_empty()).then(|| rest.to_owned());
    let description: Vec<String> = note.into_iter().chain(rest).collect();
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
    use serde_json::{Value, json};

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
        let messages = &document["channels"]["socket"]["messages"];
        let options = &messages["upload-call"]["headers"]["properties"]["options"];
        assert_eq!(options["properties"]["f"]["required"], json!(["photo"]));
        let grant = json!([48, "handle", "call", "field", "index", "options"]);
        assert_eq!(messages["mego-file-grant"]["x-mego-frame"], grant);
        let chunk = json!([49, "handle", "offset", "payload", "crc32?"]);
        assert_eq!(messages["mego-file-chunk"]["x-mego-frame"], chunk);
        Ok(())
    }
}
