//! One frame as a message: the fields that stand before the content and after it are headers, the content is the payload.

use serde_json::{Map, Value, json};

use super::describe;

/// A frame, field by field, in their order on the wire.
#[derive(Debug)]
pub(super) struct Frame {
    properties: Map<String, Value>,
    required: Vec<String>,
    payload: Option<Value>,
    /// What stands where: the kind, then names; a name that ends with `?` may be left out.
    order: Vec<Value>,
    is_correlated: bool,
}

impl Frame {
    /// A frame that has no more than its kind yet.
    pub(super) fn new(kind: u8) -> Frame {
        let mut properties = Map::new();
        properties.insert("kind".to_owned(), json!({ "type": "integer", "const": kind }));
        Frame {
            properties,
            required: vec!["kind".to_owned()],
            payload: None,
            order: vec![kind.into()],
            is_correlated: false,
        }
    }

    /// The id of what is asked for, by the one who asks.
    pub(super) fn asks(self) -> Frame {
        self.id("Odd, and greater than every id that this client has used on this connection.")
    }

    /// The id of what was asked for.
    pub(super) fn answers(self) -> Frame {
        self.id("The id of the frame that this answers or speaks of.")
    }

    fn id(mut self, description: &str) -> Frame {
        self.is_correlated = true;
        let id = json!({
            "type": "integer",
            "minimum": 1,
            "maximum": u32::MAX,
            "not": { "multipleOf": 2 },
            "description": description,
        });
        self.field("id", id)
    }

    /// A field that is always there.
    pub(super) fn field(mut self, name: &str, schema: Value) -> Frame {
        self.properties.insert(name.to_owned(), schema);
        self.required.push(name.to_owned());
        self.order.push(name.into());
        self
    }

    /// A field that may be left out at the end.
    pub(super) fn optional(mut self, name: &str, schema: Value) -> Frame {
        self.properties.insert(name.to_owned(), schema);
        self.order.push(format!("{name}?").into());
        self
    }

    /// The content, which is always there.
    pub(super) fn payload(mut self, schema: Value) -> Frame {
        self.payload = Some(schema);
        self.order.push("payload".into());
        self
    }

    /// The content, which may be left out at the end.
    pub(super) fn optional_payload(mut self, schema: Value) -> Frame {
        self.payload = Some(schema);
        self.order.push("payload?".into());
        self
    }

    /// Where others have their content: left out at the end, nil where a field follows.
    pub(super) fn nothing(mut self) -> Frame {
        self.order.push(Value::Null);
        self
    }

    pub(super) fn message(self, name: &str, doc: &str) -> Value {
        let mut message = json!({ "name": name });
        describe(&mut message, doc, None);
        message["headers"] = json!({
            "type": "object",
            "properties": self.properties,
            "required": self.required,
        });
        if self.is_correlated {
            message["correlationId"] = json!({
                "description": "The id, which all frames repeat that belong to what was asked for.",
                "location": "$message.header#/id",
            });
        }
        if let Some(payload) = self.payload {
            message["payload"] = payload;
        }
        message["x-mego-frame"] = self.order.into();
        message
    }
}

/// A number of milliseconds, or of something else that is counted.
pub(super) fn count(description: &str) -> Value {
    json!({ "type": "integer", "minimum": 0, "description": description })
}

pub(super) fn string(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

/// A map of options: its keys are letters, and unknown ones are ignored.
pub(super) fn options(properties: &[(&str, Value)]) -> Value {
    let properties: Map<String, Value> = properties
        .iter()
        .map(|(name, schema)| ((*name).to_owned(), schema.clone()))
        .collect();
    json!({ "type": "object", "properties": properties })
}

/// A status in a frame.
pub(super) fn code() -> Value {
    json!({ "type": "integer", "minimum": 1, "maximum": u16::MAX, "description": "What happened, as a number." })
}

/// What happened, for people.
pub(super) fn words() -> Value {
    string("What happened, in words for people. Programs go by the code.")
}

/// The options of an Err, but for `f`.
pub(super) fn error_options(fault: Value) -> Value {
    options(&[
        ("f", fault),
        ("i", string("An incident: the server's log has more under it.")),
        ("r", count("Wait for this many milliseconds before the next try.")),
    ])
}
