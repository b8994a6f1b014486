//! What belongs to a connection and to no call: how it begins, stays alive and ends, and fresh tokens.

use mego::contract::Contract;
use serde_json::{Value, json};

use super::frame::{Frame, code, count, error_options, options, string, words};
use super::schema::Schemas;
use super::{Document, fault};
use crate::model::{Model, Side};

/// Adds all of it.
pub(super) fn add(contract: &Contract, model: &Model, schemas: &Schemas<'_>, document: &mut Document) {
    let hello = hello(contract, model, schemas);
    let hello = document.message("mego-hello", hello);
    let answers = [
        document.message("mego-welcome", welcome()),
        document.message("mego-refused", refused()),
    ];
    document.answered("mego-connect", "Connect", &hello, &answers);

    let auth = Frame::new(6)
        .asks()
        .field("token", string("The new token, of the same user."))
        .message(
            "auth",
            "Renews the token on a live connection.\n\nA server that renews no tokens answers Unimplemented. A token of another user closes \
             the connection with 4403, one that says nothing with 4401.",
        );
    let auth = document.message("mego-auth", auth);
    let ok = Frame::new(18)
        .answers()
        .payload(json!({ "type": "null" }))
        .message("authenticated", "The token is accepted.");
    let ok = document.message("mego-authenticated", ok);
    document.answered("mego-auth", "Renew the token", &auth, &[ok, fault()]);

    let value = json!({ "description": "Any value." });
    let ping = Frame::new(2).optional_payload(value).message(
        "ping",
        "Asks whether the other side is there.\n\nThe server sends it after a time of silence, `g` of Welcome. Who has not sent \
         anything for 36 seconds is closed with 4003, so that every client has to answer. A client that has received nothing for `g` and \
         11 seconds more closes and reconnects.",
    );
    let ping = document.message("mego-ping", ping);
    let value = json!({ "description": "The value of the Ping, as it came." });
    let pong = Frame::new(3)
        .optional_payload(value)
        .message("pong", "The answer to Ping, to be sent at once.");
    let pong = document.message("mego-pong", pong);
    document.asked("mego-ping", "Stay alive", &ping, &[pong]);

    let go_away = go_away();
    let go_away = document.message("mego-go-away", go_away);
    document.sent("mego-go-away", "Leave", &[go_away]);
}

fn hello(contract: &Contract, model: &Model, schemas: &Schemas<'_>) -> Value {
    let mut properties = json!({
        "v": version(),
        "a": { "type": "array", "items": { "type": "string" }, "description": "What the client is capable of; nothing yet." },
        "t": string("A token that says who the user is. What it means, and whether there has to be one, is the application's business."),
        "n": string("The name and the version of the program."),
        "j": string("The hash of the contract that the client was made from, which is `info.version` here. Nothing is decided by it."),
    });
    let mut required = vec!["v"];
    if let Some(data) = &contract.data {
        properties["d"] = schemas.convert(data);
        let may_be_null = model
            .data
            .as_ref()
            .is_some_and(|data| model.is_nullable(Side::Input, data));
        if !may_be_null {
            required.push("d");
        }
    }
    Frame::new(0)
        .payload(json!({ "type": "object", "properties": properties, "required": required }))
        .message(
            "hello",
            "The first frame of a client.\n\nOthers may follow at once; they are handled after Welcome.",
        )
}

fn welcome() -> Value {
    let limits = options(&[
        ("m", count("Bytes of one message from the client.")),
        ("c", count("Calls in flight. One more is answered Busy.")),
        (
            "t",
            count("Milliseconds until a call that sets no deadline ends with Timeout."),
        ),
        ("s", count("Subscriptions.")),
        ("i", count("The credit of a stream that states none.")),
        ("u", count("Uploads at once.")),
    ]);
    let payload = json!({
        "type": "object",
        "properties": {
            "v": version(),
            "a": { "type": "array", "items": { "type": "string" }, "description": "What both are capable of; nothing yet." },
            "s": string("The id of the session."),
            "g": count("Milliseconds of silence after which the server pings."),
            "l": limits,
            "j": string("The hash of the server's contract. Another than the client's is no error."),
        },
        "required": ["v", "a", "s", "g", "l"],
    });
    Frame::new(1)
        .payload(payload)
        .message("welcome", "The server's answer to Hello.")
}

fn refused() -> Value {
    Frame::new(19)
        .field("id", json!({ "type": "integer", "const": 0 }))
        .field("code", code())
        .field("message", words())
        .optional_payload(json!({ "description": "Details." }))
        .optional("options", error_options(json!({ "type": "boolean" })))
        .message(
            "refused",
            "The server does not take the client, and closes.\n\nThe close code says whether the client may come back: 4000 to \
             4399 yes, with back-off; 4400 to 4799 no.",
        )
}

fn go_away() -> Value {
    let close = json!({ "type": "integer", "minimum": 1000, "maximum": 4999, "description": "The code that it will close with." });
    let window = options(&[(
        "w",
        count("Milliseconds: the client leaves at a random moment within them."),
    )]);
    Frame::new(5)
        .field("code", close)
        .field("reason", string("Why."))
        .optional("options", window)
        .message(
            "goAway",
            "The server will close.\n\nIt answers new calls and subscriptions with Unavailable and finishes those in flight. A \
             client leaves when nothing is in flight any more, and connects anew.",
        )
}

fn version() -> Value {
    json!({ "type": "integer", "const": 1, "description": "The version of the protocol." })
}
