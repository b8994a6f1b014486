//! Events: an operation that sends to the channels of the event.

use mego::contract::Event;
use serde_json::{Map, Value, json};

use super::schema::Schemas;
use super::{Document, describe, headers, message, names, reference};

/// What stands for a channel of which nothing is said.
const ANY: &str = "{channel}";

/// Adds an event: its channel, unless another event has it already, its message and its operation.
pub(super) fn event(event: &Event, schemas: &Schemas<'_>, document: &mut Document) {
    let channel = channel(event.channel.as_deref().unwrap_or(ANY), document);
    // Hyphens stand in no name of a method, so this name meets no other.
    let key = names::free(&format!("{}-event", names::key(&event.name)), |key| {
        document.operations.contains_key(key)
    });
    let subscription = json!({
        "type": "integer",
        "minimum": 1,
        "description": "The number of the subscription, which the answer to Sub has told.",
    });
    let headers = headers(34, &[("subscription", subscription)]);
    let message = message(
        &event.name,
        &event.doc,
        headers,
        false,
        schemas.convert(&event.data),
    );
    document.channels[&channel]["messages"][&key] = message;

    let mut operation = json!({
        "action": "send",
        "channel": reference(&["channels", &channel]),
        "title": event.name,
    });
    describe(&mut operation, &event.doc, event.deprecated.as_deref());
    operation["messages"] = json!([reference(&["channels", &channel, "messages", &key])]);
    operation["x-mego-when-slow"] = json!(event.when_slow);
    document.operations.insert(key, operation);
}

/// The key of the channels of a form, which are added where they are not there yet.
fn channel(form: &str, document: &mut Document) -> String {
    let known = document
        .channels
        .iter()
        .find(|(_, channel)| channel["x-mego-channel"] == form);
    if let Some((key, _)) = known {
        return key.clone();
    }
    let (address, parameters) = address(form);
    let words: Vec<&str> = form
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let wanted = names::key(&format!("channel-{}", words.join("-")));
    let key = names::free(&wanted, |key| document.channels.contains_key(key));
    let mut channel = json!({
        "address": address,
        "description": "A channel of the server, to which a client subscribes over the WebSocket.",
        "messages": {},
        "x-mego-channel": form,
    });
    if !parameters.is_empty() {
        channel["parameters"] = Value::Object(parameters);
    }
    document.channels.insert(key.clone(), channel);
    key
}

/// The form with names that fit, and its parts that vary.
fn address(form: &str) -> (String, Map<String, Value>) {
    let mut address = String::new();
    let mut parameters = Map::new();
    let mut rest = form;
    while let Some((before, inner)) = rest.split_once('{') {
        let (part, after) = inner.split_once('}').unwrap_or((inner, ""));
        let key = names::free(&names::key(part).replace('.', "_"), |key| {
            parameters.contains_key(key)
        });
        address.push_str(&format!("{before}{{{key}}}"));
        parameters.insert(key, json!({ "description": "A part of the name that varies." }));
        rest = after;
    }
    address.push_str(rest);
    (address, parameters)
}
