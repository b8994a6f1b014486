//! `tests/vectors/protocol.json`: the bytes of every kind of frame, run by Rust here and by TypeScript in `tests/ts`.

use std::collections::BTreeMap;

use mego::wire::{Frame, Frames, Malformed};
use rmpv::Value;
use serde_json::{Value as Json, json};

fn file() -> Json {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/protocol.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
        .collect()
}

fn text<'a>(vector: &'a Json, key: &str) -> &'a str {
    vector[key].as_str().unwrap_or_default()
}

/// The bytes of a malformed message: `hex`, then `repeat.hex` so many times, then `tail`.
pub(crate) fn message(vector: &Json) -> Vec<u8> {
    let mut message = bytes(text(vector, "hex"));
    if let Some(repeat) = vector.get("repeat") {
        let times = repeat["times"].as_u64().unwrap();
        message.extend(bytes(text(repeat, "hex")).repeat(usize::try_from(times).unwrap()));
    }
    message.extend(bytes(text(vector, "tail")));
    message
}

/// Every frame that a client sends, as a message of its own.
pub(crate) fn from_clients() -> Vec<Vec<u8>> {
    let file = file();
    let vectors = file["vectors"].as_array().unwrap().iter();
    vectors
        .filter(|vector| text(vector, "direction") != "s2c")
        .map(|vector| bytes(text(vector, "hex")))
        .collect()
}

pub(crate) fn all() -> Vec<Vec<u8>> {
    file()["vectors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|vector| bytes(text(vector, "hex")))
        .collect()
}

pub(crate) fn malformed() -> Vec<Json> {
    file()["malformed"].as_array().unwrap().clone()
}

/// MessagePack in the notation of the file.
fn notation(value: &Value) -> Json {
    match value {
        Value::Nil => Json::Null,
        Value::Boolean(value) => json!(value),
        Value::Integer(integer) => {
            let number: i128 = integer
                .as_i64()
                .map_or_else(|| i128::from(integer.as_u64().unwrap()), i128::from);
            if number.unsigned_abs() < 1 << 53 {
                json!(number as i64)
            } else {
                json!({ "$int": number.to_string() })
            }
        }
        Value::F32(value) => float(f64::from(*value)),
        Value::F64(value) => float(*value),
        Value::String(text) => json!(text.as_str().unwrap()),
        Value::Binary(bytes) => {
            json!({ "$bytes": bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>() })
        }
        Value::Array(values) => values.iter().map(notation).collect(),
        Value::Map(entries) if entries.iter().all(|(key, _)| key.is_str()) => entries
            .iter()
            .map(|(key, value)| (key.as_str().unwrap().to_owned(), notation(value)))
            .collect(),
        Value::Map(entries) => {
            let entries: Vec<_> = entries
                .iter()
                .map(|(key, value)| json!([notation(key), notation(value)]))
                .collect();
            json!({ "$map": entries })
        }
        Value::Ext(..) => panic!("extension types are not part of the protocol"),
    }
}

fn float(value: f64) -> Json {
    let special = value.fract() == 0.0 || !value.is_finite();
    if !special {
        return json!(value);
    }
    let text = match value {
        value if value.is_nan() => "NaN".to_owned(),
        f64::INFINITY => "Infinity".to_owned(),
        f64::NEG_INFINITY => "-Infinity".to_owned(),
        // As JavaScript writes it.
        value => format!("{value:?}").trim_end_matches(".0").replace("e3", "e+3"),
    };
    json!({ "$float": text })
}

#[test]
fn hex_decodes_to_the_decoded_form() {
    for vector in file()["vectors"].as_array().unwrap() {
        let bytes = bytes(text(vector, "hex"));
        let value = rmpv::decode::read_value(&mut bytes.as_slice()).unwrap();
        assert_eq!(
            notation(&value),
            vector["decoded"],
            "{}: {}",
            text(vector, "name"),
            text(vector, "note")
        );
    }
}

#[test]
fn every_vector_is_one_frame_and_is_written_back_to_the_byte() {
    for vector in file()["vectors"].as_array().unwrap() {
        let name = format!("{}: {}", text(vector, "name"), text(vector, "note"));
        let bytes = bytes(text(vector, "hex"));
        let frames: Vec<_> = Frames::new(&bytes).collect::<Result<_, _>>().expect(&name);
        let [frame] = frames.try_into().expect(&name);
        assert!(!matches!(frame, Frame::Unknown { .. }), "{name}");
        if vector["decodeOnly"] == json!(true) {
            continue;
        }
        let mut written = Vec::new();
        frame.write(&mut written);
        assert_eq!(written, bytes, "{name}");
    }
}

#[test]
fn there_are_three_vectors_for_each_kind_at_least() {
    let mut kinds: BTreeMap<u64, usize> = BTreeMap::new();
    for vector in file()["vectors"].as_array().unwrap() {
        *kinds.entry(vector["kind"].as_u64().unwrap()).or_default() += 1;
    }
    let expected = [0, 1, 2, 3, 5, 6, 7]
        .into_iter()
        .chain(16..=22)
        .chain(32..=36)
        .chain(48..=54);
    for kind in expected {
        assert!(kinds.get(&kind).is_some_and(|count| *count >= 3), "kind {kind}");
    }
}

#[test]
fn messages_hold_their_frames_in_order() {
    for vector in file()["messages"].as_array().unwrap() {
        let bytes = bytes(text(vector, "hex"));
        let frames: Result<Vec<_>, Malformed> = Frames::new(&bytes).collect();
        assert_eq!(
            frames.unwrap().len(),
            vector["frames"].as_array().unwrap().len(),
            "{}",
            text(vector, "note")
        );
    }
}

#[test]
fn a_frame_that_is_not_built_as_its_kind_requires_is_refused() {
    for vector in malformed()
        .iter()
        .filter(|vector| text(vector, "level") == "shape")
    {
        let message = message(vector);
        let frames: Result<Vec<_>, _> = Frames::new(&message).collect();
        assert!(frames.is_err(), "{}: {frames:?}", text(vector, "note"));
    }
}

#[test]
fn the_sizes_that_were_promised_hold() {
    let mut call = Vec::new();
    let params = [0x82, 0xa1, b'a', 1, 0xa1, b'b', 2];
    let params = mego::wire::RawParams::new(&params).unwrap();
    Frame::Call {
        id: 1235,
        method: "sum",
        params,
        options: mego::wire::CallOptions::default(),
    }
    .write(&mut call);
    assert_eq!(call.len(), 16);
    let mut answer = Vec::new();
    Frame::Ok {
        id: 1235,
        result: &[3],
    }
    .write(&mut answer);
    assert_eq!(answer.len(), 6);
    let mut event = Vec::new();
    Frame::Event {
        subscription: 65_535,
        data: &[0xc0],
        offset: None,
    }
    .write(&mut event);
    assert!(event.len() - 1 <= 6);
}
