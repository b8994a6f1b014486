//! What a client says of itself when it connects.

use mego_codegen::markdown::Code;
use serde_json::{Value, json};

use super::api;
use crate::{options, render};

/// The document of an API whose server asks for this data.
fn document(lang: &str, code: Code, data: Value) -> String {
    let types = json!({
        "Start": {
            "type": "object",
            "description": "Who is there. Others see it.",
            "properties": {"name": {"type": "string", "examples": ["ada"]}, "device": {"$ref": "#/types/Device"}},
            "required": ["name"],
        },
        "Device": {"type": "object", "properties": {"kind": {"type": "string"}}, "required": ["kind"]},
    });
    let mut contract = api(&types, |method| method.name = "connecting".to_owned());
    contract.data = Some(data);
    render(&contract, "chat", &options(lang, code)).unwrap()
}

fn start() -> Value {
    json!({"$ref": "#/types/input/Start"})
}

#[test]
fn connecting_stands_before_the_first_group() {
    let expected = "\
# 連線

Who is there. Others see it.

用戶端每次連線都會送出這份資料。伺服器若拒絕連線，會回覆狀態與訊息，然後關閉連線。

+ 資料

    + 欄位
        + name (string!)
        + device (Device)

    + 內容

            {
                \"name\": \"ada\"
            }

# api

## Do it [connecting]

+ 回應

    + StatusOK

# 型別

## Device

+ 欄位
    + kind (string!)
";
    assert_eq!(document("zh-TW", Code::Indented, start()), expected);
}

#[test]
fn readers_of_a_fenced_document_find_it_and_see_the_call() {
    let text = document("en", Code::Fenced, start());
    for part in [
        "# Contents\n\n+ [Getting started](#getting-started)\n+ [Connecting](#connecting)\n+ [api](#group-api)\n    + [Do it](#connecting-2)\n",
        "<a id=\"connecting\"></a>\n\n# Connecting\n\nWho is there. Others see it.\n\nThe client sends this data each time",
        "\n+ Data\n\n    + Fields\n        + name (string!)\n        + device ([Device](#type-device)) [not null]\n",
        "\n+ Example\n\n    ```ts\n    const mego = createClient(url, { data: { name: \"ada\" } });\n    ```\n",
    ] {
        assert!(text.contains(part), "{part}\nis not in\n\n{text}");
    }
}

#[test]
fn data_that_may_be_left_out_has_no_mark() {
    let text = document(
        "en",
        Code::Indented,
        json!({"type": ["string", "null"], "examples": ["1.0"]}),
    );
    let part = "\n+ Data\n\n    + Value (string)\n\n    + Content\n\n            \"1.0\"\n";
    assert!(text.contains(part), "{text}");
}

#[test]
fn an_enum_is_described_where_it_is_sent() {
    let form = |kind: &str| {
        let kind = json!({"type": "string", "const": kind});
        json!({"type": "object", "properties": {"kind": kind}, "required": ["kind"]})
    };
    let text = document(
        "en",
        Code::Fenced,
        json!({"oneOf": [form("page"), form("phone")]}),
    );
    assert!(
        text.contains("\n+ Data\n\n    + One of\n\n        + page\n"),
        "{text}"
    );
    assert!(
        text.contains("createClient(url, { data: { kind: \"page\" } });"),
        "{text}"
    );
}

#[test]
fn a_long_example_is_broken() {
    let data = json!({
        "type": "object",
        "properties": {"name": {"type": "string", "examples": ["a name that is longer than is good for it"]}},
        "required": ["name"],
    });
    let text = document("en", Code::Fenced, data);
    let part = "    const mego = createClient(url, {\n        data: { name: \"a name that is longer than is good for it\" },\n    });\n";
    assert!(text.contains(part), "{text}");
}

#[test]
fn without_an_example_the_data_is_invented() {
    let data = json!({"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]});
    let text = document("en", Code::Fenced, data);
    assert!(
        text.contains("createClient(url, { data: { name: \"…\" /* string */ } });"),
        "{text}"
    );
    assert!(
        !text.contains("+ Content"),
        "what nobody gave is no example: {text}"
    );
}

#[test]
fn without_data_there_is_no_word_of_it() {
    let of = |data: Option<Value>| {
        let mut contract = api(&json!({}), |_| {});
        contract.data = data;
        render(&contract, "chat", &options("en", Code::Fenced)).unwrap()
    };
    let none = of(None);
    assert!(!none.to_lowercase().contains("connecting"), "{none}");
    assert_eq!(of(Some(json!({"type": "null"}))), none);
}

#[test]
fn its_comment_is_not_said_again_of_its_type() {
    let mut contract = api(
        &json!({"Start": {"type": "object", "description": "Who is there.", "properties": {"name": {"type": "string"}}}}),
        |method| {
            method.output = mego::contract::Output::Value(
                json!({"type": "array", "items": {"$ref": "#/types/output/Start"}}),
            );
        },
    );
    contract.data = Some(start());
    let text = render(&contract, "chat", &options("en", Code::Fenced)).unwrap();
    assert_eq!(text.matches("Who is there.").count(), 1, "{text}");
    assert!(
        text.contains("## Start\n\nDescribed at [Connecting](#connecting).\n\n+ Fields\n"),
        "{text}"
    );
}
