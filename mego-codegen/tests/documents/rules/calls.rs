//! The TypeScript call.

use mego::contract::{Input, Method, Output, Param};
use mego_codegen::Model;
use mego_codegen::markdown::{self, Code};
use mego_codegen::typescript::{self, Dates, Int64};
use serde_json::{Value, json};

use super::{api, document, param};
use crate::{options, render};

/// The TypeScript call of a method with this example.
fn call(change: impl FnOnce(&mut Method)) -> String {
    let text = document(Code::Fenced, change);
    let (_, call) = text.split_once("    ```ts\n").unwrap_or_default();
    let call = call.split_once("\n    ```").unwrap_or_default().0;
    call.lines()
        .map(|line| line.strip_prefix("    ").unwrap_or(line).to_owned() + "\n")
        .collect()
}

#[test]
fn the_call_is_typescript() {
    let with = |schema: Value, example: Value| {
        call(|method| {
            method.input = Input::Params(vec![Param {
                example: Some(example),
                ..param("x", schema)
            }]);
        })
    };
    let int64 = json!({"type": "integer", "format": "uint64", "minimum": 0});
    assert_eq!(with(int64.clone(), json!(5)), "await mego.doIt({ x: 5 });\n");
    assert_eq!(
        with(int64, json!(9_007_199_254_740_992_u64)),
        "await mego.doIt({ x: 9007199254740992n });\n"
    );
    let int128 = json!({"type": "integer", "format": "int128"});
    assert_eq!(with(int128, json!("-5")), "await mego.doIt({ x: -5n });\n");
    let bytes = json!({"x-mego": "bytes"});
    assert_eq!(
        with(bytes, json!([1, 2])),
        "await mego.doIt({ x: new Uint8Array([1, 2]) });\n"
    );
    let map = json!({"type": "object", "additionalProperties": {"type": "boolean"}});
    assert_eq!(
        with(
            map,
            json!({"a-b": true, "c": true, "7": true, "07": true, "__proto__": true})
        ),
        "await mego.doIt({\n    x: { \"a-b\": true, c: true, 7: true, \"07\": true, [\"__proto__\"]: true },\n});\n"
    );
}

#[test]
fn what_nobody_gave_is_invented_and_says_its_type() {
    let with = |schema: Value| call(|method| method.input = Input::Params(vec![param("x", schema)]));
    let int = |limits: Value| {
        let mut schema = json!({"type": "integer", "format": "int32"});
        schema
            .as_object_mut()
            .unwrap()
            .extend(limits.as_object().unwrap().clone());
        schema
    };
    let list = |item: Value| json!({"type": "array", "items": item});
    let object = json!({
        "type": "object",
        "properties": {
            "name": {"type": "string", "examples": ["Ada"]},
            "born": {"type": "string", "format": "date"},
            "left": {"type": "string"},
        },
        "required": ["name", "born"],
    });
    for (schema, value) in [
        (json!({"type": "string"}), "\"…\" /* string */"),
        (json!({"type": "boolean"}), "false /* bool */"),
        (int(json!({})), "0 /* int */"),
        (int(json!({"minimum": 5})), "5 /* int */"),
        (int(json!({"maximum": -5})), "-5 /* int */"),
        (int(json!({"exclusiveMinimum": 7})), "8 /* int */"),
        (int(json!({"not": {"const": 0}})), "1 /* int */"),
        (
            json!({"type": "number", "format": "double", "exclusiveMinimum": 0, "exclusiveMaximum": 1}),
            "0.5 /* float */",
        ),
        (
            json!({"type": "integer", "format": "uint64", "minimum": 0}),
            "0 /* uint64 */",
        ),
        (json!({"type": "integer", "format": "int128"}), "0n /* int128 */"),
        (json!({"x-mego": "bytes"}), "new Uint8Array() /* bytes */"),
        (list(json!({"type": "string"})), "[\"…\" /* string */]"),
        (
            json!({"type": "string", "enum": ["a", "b"]}),
            "\"a\" /* \"a\" | \"b\" */",
        ),
        (
            json!({"type": "string", "enum": ["*/", "b"]}),
            "\"*/\" /* \"* /\" | \"b\" */",
        ),
        (object, "{ name: \"Ada\", born: \"2024-02-29\" /* date */ }"),
        (json!(true), "null /* any */"),
    ] {
        assert_eq!(with(schema), format!("await mego.doIt({{ x: {value} }});\n"));
    }
}

#[test]
fn what_may_be_left_out_is_not_invented() {
    let optional = |method: &mut Method| {
        method.input = Input::Params(vec![Param {
            required: false,
            ..param("x", json!({"type": "string"}))
        }]);
    };
    assert_eq!(call(optional), "await mego.doIt();\n");
}

#[test]
fn a_type_that_holds_itself_comes_to_an_end() {
    let node = json!({
        "Node": {
            "type": "object",
            "properties": {
                "name": {"type": "string"},
                "inner": {"type": "array", "items": {"$ref": "#/types/Node"}},
            },
            "required": ["name", "inner"],
        },
        "Endless": {
            "type": "object",
            "properties": {"again": {"$ref": "#/types/Endless"}},
            "required": ["again"],
        },
    });
    let of = |name: &str| {
        let contract = api(&node, |method| {
            method.input = Input::Bind(json!({"$ref": format!("#/types/input/{name}")}));
        });
        render(&contract, "api", &options("en", Code::Fenced)).unwrap()
    };
    let text = of("Node");
    assert!(
        text.contains("await mego.doIt({ name: \"…\" /* string */, inner: [] });"),
        "{text}"
    );
    // No Rust type is like this, and there is nothing to call with.
    assert!(!of("Endless").contains("+ Example"));
}

#[test]
fn an_example_by_position_is_called_by_name() {
    let sum = |method: &mut Method| {
        let int = json!({"type": "integer", "format": "int32"});
        method.doc = "Sum\n\n# Example\n\n```json\n[5, 3]\n```".to_owned();
        method.input = Input::Params(vec![param("a", int.clone()), param("b", int.clone())]);
        method.output = Output::Value(int);
    };
    assert_eq!(call(sum), "const result = await mego.doIt({ a: 5, b: 3 });\n");
    assert!(document(Code::Indented, sum).contains("    + Content\n\n            [5, 3]\n"));
}

#[test]
fn a_call_shows_what_its_client_takes() {
    let number = |example: Option<Value>| Param {
        example,
        ..param("id", json!({"type": "integer", "format": "uint64", "minimum": 0}))
    };
    let moment = |example: Option<Value>| Param {
        example,
        ..param("at", json!({"type": "string", "format": "date-time"}))
    };
    let call = |int64: Int64, dates: Dates, params: Vec<Param>| {
        let contract = api(&json!({}), |method| method.input = Input::Params(params));
        let mut client = typescript::Options::default();
        client.int64 = int64;
        client.dates = dates;
        let model = Model::new(&contract, "api").unwrap();
        let text = markdown::render_for(&model, &options("en", Code::Fenced), client).unwrap();
        let (_, call) = text.split_once("await mego.doIt(").unwrap();
        let call = call.split_once(");\n").unwrap().0;
        // However it is broken into lines.
        let words: Vec<&str> = call.split_whitespace().collect();
        words.join(" ").replace(", }", " }")
    };
    let large = json!(9_007_199_254_740_993_u64);
    let given = || {
        vec![
            number(Some(large.clone())),
            moment(Some(json!("2024-03-01T00:00:00Z"))),
        ]
    };
    assert_eq!(
        call(Int64::Bigint, Dates::String, given()),
        "{ id: 9007199254740993n, at: \"2024-03-01T00:00:00Z\" }"
    );
    assert_eq!(
        call(Int64::String, Dates::Date, given()),
        "{ id: \"9007199254740993\", at: new Date(\"2024-03-01T00:00:00Z\") }"
    );
    let invented = || vec![number(None), moment(None)];
    assert_eq!(
        call(Int64::Number, Dates::Date, invented()),
        "{ id: 0 /* uint64 */, at: new Date(\"2024-02-29T12:00:00Z\") /* datetime */ }"
    );
    assert_eq!(
        call(Int64::String, Dates::String, invented()),
        "{ id: \"0\" /* uint64 */, at: \"2024-02-29T12:00:00Z\" /* datetime */ }"
    );
}
