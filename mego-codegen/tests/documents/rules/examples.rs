//! Where examples come from.

use mego::contract::{Input, Output, Param};
use mego_codegen::markdown::Code;
use serde_json::{Value, json};

use super::{api, document, param};
use crate::{options, render};

#[test]
fn the_first_example_is_sent_and_the_second_is_received() {
    let text = document(Code::Indented, |method| {
        method.doc =
            "Do it\n\n# Example\n\n```json\n{\"x\": 1}\n```\n\nAnswers:\n\n```json\n[2]\n```".to_owned();
        method.input = Input::Params(vec![param("x", json!({"type": "integer", "format": "int32"}))]);
        method.output =
            Output::Value(json!({"type": "array", "items": {"type": "integer", "format": "int32"}}));
    });
    assert!(text.contains("**Example**\n\nAnswers:\n\n+ Request"), "{text}");
    assert!(
        text.contains("    + Content\n\n            {\n                \"x\": 1\n            }\n"),
        "{text}"
    );
    assert!(
        text.contains("        + Content\n\n                [2]\n"),
        "{text}"
    );
}

#[test]
fn an_example_of_a_method_that_takes_nothing_is_its_answer() {
    let text = document(Code::Indented, |method| {
        method.doc = "Do it\n\n# Example\n\n```json\n2\n```".to_owned();
        method.output = Output::Value(json!({"type": "integer", "format": "int32"}));
    });
    assert!(
        text.ends_with("        + Value (int!)\n\n        + Content\n\n                2\n"),
        "{text}"
    );
}

/// The example that is made for some parameters, each with its schema and whether it is required.
fn made(types: &Value, params: &[(&str, bool, Value)]) -> Option<Value> {
    let contract = api(types, |method| {
        let params = params.iter().map(|(name, required, schema)| Param {
            required: *required,
            ..param(name, schema.clone())
        });
        method.input = Input::Params(params.collect());
    });
    let text = render(&contract, "api", &options("en", Code::Fenced)).unwrap();
    let (_, example) = text.split_once("    + Content\n\n        ```json\n")?;
    Some(serde_json::from_str(example.split_once("```").unwrap().0).unwrap())
}

#[test]
fn an_example_is_made_from_examples_and_defaults() {
    let int = |example: i32| json!({"type": "integer", "format": "int32", "examples": [example]});
    let text = json!({"type": "string"});
    let none = json!({});
    assert_eq!(
        made(&none, &[("a", true, int(1)), ("b", false, int(2))]),
        Some(json!({"a": 1, "b": 2}))
    );
    assert_eq!(
        made(&none, &[("a", true, int(1)), ("b", false, text.clone())]),
        Some(json!({"a": 1}))
    );
    assert_eq!(
        made(&none, &[("a", true, int(1)), ("b", true, text.clone())]),
        None,
        "one without either"
    );
    assert_eq!(
        made(&none, &[("b", false, text.clone())]),
        None,
        "an empty object says nothing"
    );
    let default = json!({"type": "boolean", "default": false});
    assert_eq!(made(&none, &[("a", false, default)]), Some(json!({"a": false})));
    let null = json!({"type": ["string", "null"], "default": null});
    assert_eq!(
        made(&none, &[("a", true, int(1)), ("b", false, null)]),
        Some(json!({"a": 1}))
    );
}

#[test]
fn an_example_is_made_through_named_types() {
    let types = json!({
        "User": {"type": "object", "properties": {"name": {"type": "string", "examples": ["Anna"]}}, "required": ["name"]},
        "Tree": {"type": "object", "properties": {"children": {"type": "array", "items": {"$ref": "#/types/Tree"}}}, "required": ["children"]},
        "Kind": {"type": "string", "description": "It.\n\n# Example\n\n```json\n\"A\"\n```", "enum": ["A", "B"]}
    });
    let named = |name: &str| json!({"$ref": format!("#/types/input/{name}")});
    assert_eq!(
        made(&types, &[("user", true, named("User"))]),
        Some(json!({"user": {"name": "Anna"}}))
    );
    let many = json!({"type": "array", "items": named("User")});
    assert_eq!(
        made(&types, &[("users", true, many)]),
        Some(json!({"users": [{"name": "Anna"}]}))
    );
    assert_eq!(
        made(&types, &[("kind", true, named("Kind"))]),
        Some(json!({"kind": "A"}))
    );
    assert_eq!(
        made(&types, &[("tree", true, named("Tree"))]),
        None,
        "it would never end"
    );
}

#[test]
fn an_example_of_an_enum_is_one_of_its_variants() {
    let types = json!({
        "External": {"oneOf": [
            {"type": "string", "const": "Nothing"},
            {"type": "object", "properties": {"Stock": {"type": "integer", "format": "int32", "examples": [5]}}, "required": ["Stock"], "additionalProperties": false},
        ]},
        "Adjacent": {"oneOf": [
            {"type": "object", "properties": {"kind": {"type": "string", "const": "Text"}, "body": {"type": "string"}}, "required": ["kind", "body"]},
            {"type": "object", "properties": {"kind": {"type": "string", "const": "Clear"}}, "required": ["kind"]},
        ]},
        "Internal": {"oneOf": [
            {"type": "object", "properties": {"by": {"type": "string", "const": "cash"}}, "required": ["by"], "deprecated": true},
            {"type": "object", "properties": {"by": {"type": "string", "const": "card"}}, "required": ["by"]},
        ]},
        "Bare": {"oneOf": [
            {"type": "string", "const": "Nothing"},
            {"type": "object", "properties": {"Stock": {"type": "integer", "format": "int32"}}, "required": ["Stock"], "additionalProperties": false},
        ]},
        "Untold": {"oneOf": [
            {"type": "object", "properties": {"by": {"type": "string", "const": "name"}, "name": {"type": "string"}}, "required": ["by", "name"]},
            {"type": "object", "properties": {"by": {"type": "string", "const": "id"}, "id": {"type": "string"}}, "required": ["by", "id"]},
        ]},
    });
    for (name, expected, why) in [
        (
            "External",
            Some(json!({"Stock": 5})),
            "the first that its author gave an example",
        ),
        (
            "Adjacent",
            Some(json!({"kind": "Clear"})),
            "or the first that needs none",
        ),
        ("Internal", Some(json!({"by": "card"})), "and is not deprecated"),
        ("Bare", None, "a mere name is chosen by its author"),
        ("Untold", None, "a field without an example in each"),
    ] {
        let schema = json!({"$ref": format!("#/types/input/{name}")});
        let expected = expected.map(|value| json!({"x": value}));
        assert_eq!(made(&types, &[("x", true, schema)]), expected, "{name}: {why}");
    }
}

/// Each of forty types holds the two that follow it: written out, that is a million million values.
#[test]
fn types_that_hold_each_other_do_not_make_an_example_that_nobody_reads() {
    let mut types = json!({});
    for at in 0..40 {
        let name = |step: usize| format!("#/types/T{}", (at + step) % 40);
        types[format!("T{at}")] = json!({
            "type": "object",
            "properties": {
                "id": {"type": "integer", "format": "int32", "examples": [at]},
                "next": {"anyOf": [{"$ref": name(1)}, {"type": "null"}]},
                "others": {"type": "array", "items": {"$ref": name(2)}},
            },
            "required": ["id", "others"],
        });
    }
    let contract = api(&types, |method| {
        method.input = Input::Bind(json!({"$ref": "#/types/input/T0"}));
        method.output = Output::Value(json!({"$ref": "#/types/output/T1"}));
    });
    let text = render(&contract, "api", &options("en", Code::Fenced)).unwrap();
    // There is one, and it can be read.
    assert!(text.contains("await mego.doIt({\n        id: 0,\n"), "{text}");
    assert!(text.contains("\"others\": []"), "{text}");
    assert!(text.len() < 50_000, "{} bytes", text.len());
}
