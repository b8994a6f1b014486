//! The TypeScript call.

use mego::contract::{Input, Method, Output, Param};
use mego_codegen::markdown::Code;
use serde_json::{Value, json};

use super::{document, param};

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
fn a_call_without_an_example_is_left_out() {
    assert_eq!(
        call(|method| method.input = Input::Params(vec![param("x", json!({"type": "string"}))])),
        ""
    );
    let optional = |method: &mut Method| {
        method.input = Input::Params(vec![Param {
            required: false,
            ..param("x", json!({"type": "string"}))
        }]);
    };
    assert_eq!(call(optional), "await mego.doIt();\n");
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
