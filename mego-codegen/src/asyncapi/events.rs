//! Events: operations that send to the channels of the event, and what subscribes a client to them.

use mego::contract::{Contract, Event};
use serde_json::{Value, json};

use super::frame::{Frame, count};
use super::schema::Schemas;
use super::{Document, describe, fault, names, reference, text};

/// What stands for a channel of which nothing is said.
const ANY: &str = "{channel}";

/// Adds the events, Sub, Unsub and SubState.
pub(super) fn add(contract: &Contract, schemas: &Schemas<'_>, document: &mut Document) {
    if contract.events.is_empty() {
        return;
    }
    subscriptions(contract, document);
    for one in &contract.events {
        event(one, schemas, document);
    }
}

fn subscriptions(contract: &Contract, document: &mut Document) {
    let nothing = || json!({ "type": "null" });
    let names: Vec<&str> = contract.events.iter().map(|event| event.name.as_str()).collect();
    let channel = json!({
        "type": "string",
        "minLength": 1,
        "description": "The channel, of the form that the event has: 1 to 255 bytes.",
    });
    let ask = Frame::new(32)
        .asks()
        .field("event", json!({ "type": "string", "enum": names }))
        .field("channel", channel)
        .message(
            "subscribe",
            "Asks for an event on a channel.\n\nWhere the client may not, and where there is no such event or channel, the answer is an \
             Err with the code 55.",
        );
    let ask = document.message("mego-subscribe", ask);
    let ok = Frame::new(18)
        .answers()
        .payload(json!({ "type": "object", "properties": { "u": number() }, "required": ["u"] }))
        .message("subscribed", "The events will come, under this number.");
    let ok = document.message("mego-subscribed", ok);
    document.answered("mego-subscribe", "Subscribe", &ask, &[ok, fault()]);

    let ask = Frame::new(33)
        .asks()
        .field("subscription", number())
        .message("unsubscribe", "Ends a subscription.");
    let ask = document.message("mego-unsubscribe", ask);
    let ok = Frame::new(18)
        .answers()
        .payload(nothing())
        .message("unsubscribed", "No more of the events come.");
    let ok = document.message("mego-unsubscribed", ok);
    document.answered("mego-unsubscribe", "Unsubscribe", &ask, &[ok, fault()]);

    let state = count(
        "1: events before the next one were dropped, because the client read too slowly. 3: the server has ended the subscription. \
         Others are to be ignored.",
    );
    let state = Frame::new(36)
        .field("subscription", number())
        .field("state", state)
        .optional("code", count("A status."))
        .message("subState", "How a subscription fares.");
    let state = document.message("mego-sub-state", state);
    document.sent("mego-sub-state", "Tell how a subscription fares", &[state]);
}

fn number() -> Value {
    json!({ "type": "integer", "minimum": 1, "description": "The number of the subscription, which the answer to Sub has told." })
}

/// Adds an event: its channel, unless another event has it already, its messages and its operation.
fn event(event: &Event, schemas: &Schemas<'_>, document: &mut Document) {
    let form = event.channel.as_deref().unwrap_or(ANY);
    let channel = channel(form, document);
    // Hyphens stand in no name of a method, so this name meets no other.
    let key = names::free(&format!("{}-event", names::key(&event.name)), |key| {
        document.operations.contains_key(key)
    });
    let to_subscribers = Frame::new(34)
        .field("subscription", number())
        .payload(schemas.convert(&event.data))
        .message(&event.name, &event.doc);
    let channel_name = json!({ "type": "string", "pattern": pattern(form), "description": "The channel." });
    let to_one = Frame::new(35)
        .field("event", text(&event.name))
        .field("channel", channel_name)
        .payload(schemas.convert(&event.data))
        .message(
            &format!("{} to one", event.name),
            "The same event, sent to this session alone, which has not subscribed to it on this channel.",
        );
    let messages =
        [(key.clone(), to_subscribers), (format!("{key}-to-one"), to_one)].map(|(key, message)| {
            document.channels[&channel]["messages"][&key] = message;
            reference(&["channels", &channel, "messages", &key])
        });

    let mut operation = json!({
        "action": "send",
        "channel": reference(&["channels", &channel]),
        "title": event.name,
    });
    describe(&mut operation, &event.doc, event.deprecated.as_deref());
    operation["messages"] = json!(messages);
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
    let words: Vec<&str> = form
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let wanted = names::key(&format!("channel-{}", words.join("-")));
    let key = names::free(&wanted, |key| document.channels.contains_key(key));
    let channel = json!({
        // An address would be another URL, and these are names within the one WebSocket.
        "address": null,
        "title": form,
        "description": "Channels of this form, within the WebSocket: a client names one when it subscribes. A part in braces stands for \
                        one character or more.",
        "messages": {},
        "x-mego-channel": form,
    });
    document.channels.insert(key.clone(), channel);
    key
}

/// The form as a regular expression.
fn pattern(form: &str) -> String {
    let mut pattern = String::from("^");
    let mut rest = form;
    while let Some((before, inner)) = rest.split_once('{') {
        escape(before, &mut pattern);
        pattern.push_str("[\\s\\S]+");
        rest = inner.split_once('}').map_or("", |(_, after)| after);
    }
    escape(rest, &mut pattern);
    pattern.push('$');
    pattern
}

fn escape(text: &str, pattern: &mut String) {
    for letter in text.chars() {
        if matches!(
            letter,
            '\\' | '^' | '$' | '.' | '|' | '?' | '*' | '+' | '(' | ')' | '[' | ']' | '{' | '}' | '/'
        ) {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn a_form_is_a_pattern() {
        assert_eq!(pattern("rooms"), "^rooms$");
        assert_eq!(pattern("room:{room}/v1.{seat}"), r"^room:[\s\S]+\/v1\.[\s\S]+$");
    }
}
