//! What comes item by item.

use mego::contract::{Input, Output};
use mego_codegen::markdown::Code;
use serde_json::json;

use super::{document, param, problems};

#[test]
fn an_item_stands_in_the_place_of_the_fields() {
    let text = document(Code::Indented, |method| {
        method.output = Output::Stream(json!({
            "type": "object",
            "properties": {"left": {"type": "integer", "format": "int32", "examples": [3]}},
            "required": ["left"],
        }));
    });
    let expected = "\
## Do it [doIt]

+ Response

    + StatusOK

        + Stream

            + Fields
                + left (int!)

            + Content

                    {
                        \"left\": 3
                    }
";
    assert_eq!(text, expected);
}

#[test]
fn an_item_that_is_no_object_is_a_value() {
    let text = document(Code::Indented, |method| {
        method.output = Output::Stream(json!({"type": ["string", "null"]}));
    });
    assert!(
        text.ends_with("        + Stream\n\n            + Value (string?)\n"),
        "{text}"
    );
}

#[test]
fn a_stream_of_nothing_says_so() {
    let text = document(Code::Fenced, |method| {
        method.output = Output::Stream(json!({"type": "null"}));
    });
    assert!(
        text.contains("    + StatusOK\n\n        + Stream\n\n+ Example\n\n    ```ts\n"),
        "{text}"
    );
    assert!(
        text.contains("    for await (const _ of mego.doIt()) {\n        console.log(\"doIt\");\n    }\n"),
        "{text}"
    );
}

#[test]
fn a_long_call_is_broken_before_its_items() {
    let text = document(Code::Fenced, |method| {
        let long = "a word and another one, as long as a line may be and longer than that";
        method.input = Input::Params(vec![param("x", json!({"type": "string", "examples": [long]}))]);
        method.output = Output::Stream(json!({"type": "boolean"}));
    });
    let expected = "\
    for await (const item of mego.doIt({
        x: \"a word and another one, as long as a line may be and longer than that\",
    })) {
        console.log(item);
    }
";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn the_second_example_is_one_item() {
    let doc =
        |item: &str| format!("Do it\n\n# Example\n\n```json\n{{\"x\": 1}}\n```\n\n```json\n{item}\n```");
    let change = |item: &'static str| {
        move |method: &mut mego::contract::Method| {
            let int = json!({"type": "integer", "format": "int32"});
            method.doc = doc(item);
            method.input = Input::Params(vec![param("x", int.clone())]);
            method.output = Output::Stream(int);
        }
    };
    let text = document(Code::Indented, change("2"));
    assert!(
        text.ends_with("            + Content\n\n                    2\n"),
        "{text}"
    );
    let problem = problems(&json!({}), change("[2]"));
    assert!(
        problem.contains("api::doIt: the example of an item is [2]; expected an integer"),
        "{problem}"
    );
}
