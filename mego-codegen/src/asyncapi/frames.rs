//! What a client sends beside calls: Hello, and what subscribes it to events.

use mego::contract::Contract;
use serde_json::{Value, json};

use super::schema::Schemas;
use super::{Document, SOCKET, headers, id, message, reference};

/// Adds Hello and Welcome, and the fault that any call may be answered with.
pub(super) fn connect(contract: &Contract, schemas: &Schemas<'_>, document: &mut Document) {
    let mut properties = json!({
        "v": { "type": "integer", "const": 1, "description": "The version of the protocol." },
        "a": { "type": "array", "description": "What the client is capable of; nothing yet." },
        "t": { "type": "string", "description": "Who the user is: a token." },
        "n": { "type": "string", "description": "The name and the version of the program." },
        "j": { "type": "string", "description": "The fingerprint of the contract that the client was made from." },
    });
    if let Some(data) = &contract.data {
        properties["d"] = schemas.convert(data);
    }
    let payload = json!({ "type": "object", "properties": properties, "required": ["v"] });
    let doc = "The first frame of a client.";
    let hello = document.message(
        "mego-hello",
        message("hello", doc, headers(0, &[]), false, payload),
    );

    let payload = json!({
        "type": "object",
        "properties": {
            "v": { "type": "integer", "const": 1, "description": "The version of the protocol." },
            "a": { "type": "array", "description": "What both are capable of; nothing yet." },
            "s": { "type": "string", "description": "The id of the session." },
            "g": { "type": "integer", "description": "Milliseconds of silence after which the server pings." },
            "l": { "type": "object", "description": "What the server allows." },
            "j": { "type": "string", "description": "The fingerprint of the server's contract." },
        },
        "required": ["v"],
    });
    let doc = "The server's answer to Hello.";
    let welcome = document.message(
        "mego-welcome",
        message("welcome", doc, headers(1, &[]), false, payload),
    );

    let code = json!({ "type": "integer", "minimum": 51 });
    let words = json!({ "type": "string", "description": "What happened, in words." });
    let doc = "An error that no method declares: the framework's own. Its options have `f: true`.";
    let any_id = json!({ "type": "integer", "minimum": 0, "description": "0 where it refuses a Hello." });
    let fields = [("id", any_id), ("code", code), ("message", words)];
    let fault = message("fault", doc, headers(19, &fields), true, json!({}));
    let fault = document.message("mego-fault", fault);
    operation("mego-connect", "Connect", &hello, &[welcome, fault], document);
}

/// Adds Sub and Unsub.
pub(super) fn subscribe(document: &mut Document) {
    let nothing = json!({ "type": "null" });
    let name = json!({ "type": "string", "description": "The name of the event." });
    let channel = json!({ "type": "string", "maxLength": 255, "description": "The channel." });
    let number = json!({ "type": "integer", "minimum": 1, "description": "The number of the subscription." });
    let fault = || reference(&["channels", SOCKET, "messages", "mego-fault"]);

    let fields = [("id", id()), ("event", name), ("channel", channel)];
    let doc = "Asks for the events of a channel.";
    let ask = message("subscribe", doc, headers(32, &fields), true, nothing.clone());
    let ask = document.message("mego-subscribe", ask);
    let payload = json!({ "type": "object", "properties": { "u": number }, "required": ["u"] });
    let doc = "The server will send the events, under this number.";
    let ok = message("subscribed", doc, headers(18, &[("id", id())]), true, payload);
    let ok = document.message("mego-subscribed", ok);
    operation("mego-subscribe", "Subscribe", &ask, &[ok, fault()], document);

    let fields = [("id", id()), ("subscription", number)];
    let doc = "Ends a subscription.";
    let ask = message("unsubscribe", doc, headers(33, &fields), true, nothing.clone());
    let ask = document.message("mego-unsubscribe", ask);
    let doc = "The server sends no more of them.";
    let ok = message("unsubscribed", doc, headers(18, &[("id", id())]), true, nothing);
    let ok = document.message("mego-unsubscribed", ok);
    operation("mego-unsubscribe", "Unsubscribe", &ask, &[ok, fault()], document);
}

/// Adds an operation of the protocol itself. Hyphens stand in no name of a method, so its name meets no other.
fn operation(key: &str, title: &str, asked: &Value, replies: &[Value], document: &mut Document) {
    let operation = json!({
        "action": "receive",
        "channel": reference(&["channels", SOCKET]),
        "title": title,
        "messages": [asked],
        "reply": { "channel": reference(&["channels", SOCKET]), "messages": replies },
    });
    document.operations.insert(key.to_owned(), operation);
}
