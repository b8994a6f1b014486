//! What goes with calls of any method: the fault that any may be answered with, calls without an answer, cancellation
//! and the credit of streams.

use mego::contract::{Contract, Output};
use serde_json::{Value, json};

use super::Document;
use super::frame::{Frame, code, count, error_options, options, string, words};

/// Adds all of it.
pub(super) fn add(contract: &Contract, document: &mut Document) {
    // Referred to by its name, from everywhere.
    document.message("mego-fault", fault());

    let names: Vec<&str> = contract.methods().map(|method| method.name.as_str()).collect();
    if !names.is_empty() {
        let notify = Frame::new(17)
            .field("method", json!({ "type": "string", "enum": names }))
            .payload(json!({ "description": "The parameters of the method, as in its call." }))
            .optional("options", call_options(false, None))
            .message(
                "notify",
                "A call of any method that wants no answer, and gets none, not even an error.",
            );
        let notify = document.message("mego-notify", notify);
        document.received("mego-notify", "Call without an answer", &[notify]);
    }

    let cancel = Frame::new(20)
        .answers()
        .optional("reason", string("Why."))
        .message(
            "cancel",
            "The client does not want the answer any more.\n\nThere is still one: an Err with the code 63, or what was on its way.",
        );
    let cancel = document.message("mego-cancel", cancel);
    document.received("mego-cancel", "Cancel", &[cancel]);

    let has_streams = contract
        .methods()
        .any(|method| matches!(method.output, Output::Stream(_)));
    if has_streams {
        let credit = Frame::new(7)
            .answers()
            .field("n", count("How many more items the server may send."))
            .message(
                "credit",
                "Lets a stream go on.\n\nEach item uses up one credit, and without credit the server sends no more of them. A stream \
                 begins with the option `c` of its call, or with the limit `i` of Welcome.",
            );
        let credit = document.message("mego-credit", credit);
        document.received("mego-credit", "Ask for more of a stream", &[credit]);
    }
}

/// The options of a call, and of a notification.
pub(super) fn call_options(is_stream: bool, files: Option<Value>) -> Value {
    let mut all = vec![
        (
            "t",
            count("The deadline: milliseconds from the arrival of the call."),
        ),
        ("k", string("An idempotency key; not used yet.")),
        (
            "x",
            string("The trace context, as in the W3C header `traceparent`."),
        ),
    ];
    if is_stream {
        all.push(("c", count("How many items the server may send at first.")));
    }
    all.extend(files.map(|files| ("f", files)));
    options(&all)
}

fn fault() -> Value {
    let mut options = error_options(json!({ "type": "boolean", "const": true }));
    options["required"] = json!(["f"]);
    let payload = json!({
        "description": "Details. Of wrong parameters, with the code 54, a list of them.",
        "properties": { "params": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "name": string("The parameter; empty for all of them."),
                    "path": string("Where in it: `.field` and `[index]`. Empty for the parameter itself."),
                    "expected": string("What was expected."),
                },
                "required": ["name", "path", "expected"],
            },
        } },
    });
    Frame::new(19)
        .answers()
        .field("code", code())
        .field("message", words())
        .optional_payload(payload)
        .field("options", options)
        .message(
            "fault",
            "An error that no method declares: of the framework, or of something around the method.\n\nIts options hold `f: true`, \
             which tells it from a declared error of the same code.",
        )
}
