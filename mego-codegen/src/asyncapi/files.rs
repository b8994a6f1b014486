//! Files that go with a call: how they are announced in it, and the frames that carry them.

use mego::contract::{Contract, FileField};
use serde_json::{Map, Value, json};

use super::Document;
use super::frame::{Frame, code, count, options, string, words};

/// Adds the frames, where a method takes files.
pub(super) fn add(contract: &Contract, document: &mut Document) {
    if contract.methods().all(|method| method.files.is_empty()) {
        return;
    }
    let grant = document.message("mego-file-grant", grant());
    let chunk = Frame::new(49)
        .field("handle", handle())
        .field("offset", count("The place of the bytes in the file."))
        .payload(binary("The bytes: `z` of the grant at most."))
        .optional("crc32", count("The CRC-32 of the bytes."))
        .message("fileChunk", "Bytes of a file, one chunk after the other.");
    let chunk = document.message("mego-file-chunk", chunk);
    let ack = Frame::new(50)
        .field("handle", handle())
        .field("offset", count("Bytes before it are kept."))
        .field("window", count("Bytes beyond the offset that may be sent."))
        .message("fileAck", "What is kept, and how much more may be sent.");
    let ack = document.message("mego-file-ack", ack);
    let end = Frame::new(51)
        .field("handle", handle())
        .field("size", count("The size of the file."))
        .optional("digest", binary("The SHA-256 of the file."))
        .message(
            "fileEnd",
            "All bytes are sent. It follows the last chunk at once.",
        );
    let end = document.message("mego-file-end", end);
    let abort = Frame::new(52)
        .field("handle", handle())
        .field("code", code())
        .field("message", words())
        .message("fileAbort", "The file is over, and nothing of it is kept.");
    let abort = document.message("mego-file-abort", abort);
    let retry = Frame::new(53)
        .field("handle", handle())
        .field("offset", count("Where to go on, with everything from there."))
        .field("code", code())
        .message("fileRetry", "A chunk was damaged, or is missing.");
    let retry = document.message("mego-file-retry", retry);
    let done = Frame::new(54)
        .field("handle", handle())
        .field("size", count("The size of the file."))
        .field("digest", binary("Its SHA-256."))
        .message(
            "fileDone",
            "The file is whole. The answer to the call follows when the method has run.",
        );
    let done = document.message("mego-file-done", done);

    document.sent("mego-file-grant", "Ask for a file", &[grant]);
    document.received("mego-file-send", "Send a file", &[chunk, end, abort.clone()]);
    document.sent("mego-file-receive", "Receive a file", &[ack, retry, done, abort]);
}

/// The option `f` of a call: what is announced in each field.
pub(super) fn announced(fields: &[FileField]) -> Value {
    let mut properties = Map::new();
    for field in fields {
        let mut list =
            json!({ "type": "array", "items": announcement(field), "minItems": u8::from(field.required) });
        if !field.doc.is_empty() {
            list["description"] = field.doc.as_str().into();
        }
        match field.max_files {
            Some(most) => list["maxItems"] = most.into(),
            None if !field.many => list["maxItems"] = 1.into(),
            None => {}
        }
        properties.insert(field.name.clone(), list);
    }
    let required: Vec<&str> = fields
        .iter()
        .filter(|field| field.required)
        .map(|field| field.name.as_str())
        .collect();
    let mut map = json!({
        "type": "object",
        "description": "The files that go with the call, by field. The server asks for each with FileGrant.",
        "properties": properties,
    });
    if !required.is_empty() {
        map["required"] = json!(required);
    }
    map
}

fn announcement(field: &FileField) -> Value {
    let mut size = count("Its size in bytes, where it is known.");
    if let Some(most) = field.max_size {
        size["maximum"] = most.into();
    }
    let mut file = options(&[
        ("n", string("The name of the file.")),
        ("s", size),
        ("t", string("Its media type, as the client believes.")),
        ("u", string("The token of an upload to go on with.")),
    ]);
    file["required"] = json!(["n"]);
    file
}

fn grant() -> Value {
    let mut terms = options(&[
        (
            "u",
            string("The token with which this upload can be gone on with later."),
        ),
        ("o", count("The offset to begin at.")),
        ("z", count("The most bytes of one chunk.")),
        ("w", count("Bytes beyond the offset that may be sent now.")),
        (
            "e",
            count("When the token expires, in milliseconds of Unix time."),
        ),
    ]);
    terms["required"] = json!(["o", "z", "w"]);
    Frame::new(48)
        .field("handle", handle())
        .field("call", json!({ "type": "integer", "minimum": 1, "description": "The id of the call." }))
        .field("field", string("The field of the call that announced the file."))
        .field("index", count("Which file of the field, from 0."))
        .field("options", terms)
        .message(
            "fileGrant",
            "The server asks for a file.\n\nNothing is sent of a file before it. The call may be answered with an error instead.",
        )
}

fn handle() -> Value {
    json!({
        "type": "integer",
        "minimum": 2,
        "multipleOf": 2,
        "description": "By which both sides speak of the file. The server chooses it in FileGrant.",
    })
}

fn binary(description: &str) -> Value {
    json!({ "type": "string", "format": "binary", "x-mego": "bytes", "description": description })
}
