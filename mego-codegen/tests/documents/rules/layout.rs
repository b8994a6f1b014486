//! What stands where, and what is left out.

use mego::contract::{Input, Output, Param};
use mego_codegen::markdown::Code;
use serde_json::json;

use super::{api, document, error, method, param};
use crate::{options, render};

#[test]
fn descriptions_longer_than_a_sentence_stand_below() {
    let text = document(Code::Indented, |method| {
        method.input = Input::Params(vec![
            Param {
                doc: "One. Two.".to_owned(),
                ..param("a", json!({"type": "string", "maxLength": 5}))
            },
            Param {
                doc: "One.\n\n1. two".to_owned(),
                ..param("b", json!({"type": "string", "maxLength": 5}))
            },
            Param {
                doc: "One,\ntwo.".to_owned(),
                deprecated: true,
                ..param("c", json!({"type": "string"}))
            },
            param("d", json!({"type": "string"})),
        ]);
    });
    let expected = "\
## Do it [doIt]

+ Request

    + Fields
        + a (string!)

            One. Two. [at most 5 characters]

        + b (string!)

            One.

            1. two

            [at most 5 characters]

        + c (string!) - One, two.

            > **Deprecated**

        + d (string!)

+ Response

    + StatusOK
";
    assert_eq!(text, expected);
}

#[test]
fn what_is_absent_leaves_no_trace() {
    let empty = json!({"type": "object", "properties": {}});
    let text = document(Code::Indented, |method| {
        method.input = Input::Bind(empty.clone());
        method.output = Output::Value(empty.clone());
        method.errors = vec![
            error("Full", 52, "", None),
            error("Closed", 101, "", Some(empty)),
            error("Other", 102, "Why.\n\nMore.", Some(json!({"type": "string"}))),
        ];
    });
    let expected = "\
## Do it [doIt]

+ Response

    + StatusOK

    + StatusFull

    + StatusClosed (101)

    + StatusOther (102)

        Why.

        More.

        + Value (string!)
";
    assert_eq!(text, expected);
}

#[test]
fn a_method_without_a_comment_is_called_by_its_name() {
    assert!(document(Code::Indented, |method| method.doc.clear()).starts_with("## Do it [doIt]\n"));
}

#[test]
fn two_methods_that_differ_in_case_have_two_anchors() {
    let mut contract = api(&json!({}), |_| {});
    contract.groups[0].methods.push(method("DOIT"));
    let text = render(&contract, "api", &options("en", Code::Fenced)).unwrap();
    assert!(text.contains("<a id=\"doit\"></a>\n\n## Do it [doIt]"), "{text}");
    assert!(
        text.contains("<a id=\"doit-2\"></a>\n\n## Do it [DOIT]"),
        "{text}"
    );
}
