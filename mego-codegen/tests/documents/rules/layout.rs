//! What stands where, and what is left out.

use mego::contract::{Group, Input, Output, Param};
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

#[test]
fn groups_of_one_title_are_one() {
    let mut contract = api(&json!({}), |_| {});
    let group = |title: Option<&str>, intro: &str, name: &str| Group {
        title: title.map(str::to_owned),
        intro: intro.to_owned(),
        methods: vec![method(name)],
    };
    contract.groups = vec![
        group(None, "", "a"),
        group(Some("Users"), "About users.", "b"),
        group(None, "", "c"),
        group(Some("Users"), "About users.", "d"),
        group(Some("Users!"), "", "e"),
    ];
    let text = render(&contract, "api", &options("en", Code::Fenced)).unwrap();
    let headings: Vec<&str> = text.lines().filter(|line| line.starts_with('#')).collect();
    assert_eq!(
        headings,
        [
            "# Api",
            "# Contents",
            "# Getting started",
            "# api",
            "## Do it [a]",
            "## Do it [c]",
            "# Users",
            "## Do it [b]",
            "## Do it [d]",
            "# Users!",
            "## Do it [e]",
            "# Status codes"
        ]
    );
    assert_eq!(text.matches("About users.").count(), 1);
    assert!(
        text.contains("<a id=\"group-users-2\"></a>\n\n# Users!"),
        "{text}"
    );
}

#[test]
fn a_struct_is_expanded_through_its_names() {
    let types = json!({
        "User": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]},
        "Owner": {"$ref": "#/types/User"},
        "Empty": {"type": "object", "properties": {}}
    });
    let contract = api(&types, |method| {
        method.input = Input::Bind(json!({"$ref": "#/types/input/Empty"}));
        method.output = Output::Value(json!({"$ref": "#/types/output/Owner"}));
    });
    let text = render(&contract, "api", &options("en", Code::Indented)).unwrap();
    let expected = "# api\n\n## Do it [doIt]\n\n+ Response\n\n    + StatusOK\n\n        + Fields\n            + name (string!)\n";
    assert_eq!(text, expected);
}

#[test]
fn a_struct_that_may_be_null_is_named() {
    let types = json!({
        "User": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}
    });
    let contract = api(&types, |method| {
        method.output = Output::Value(json!({"anyOf": [{"$ref": "#/types/output/User"}, {"type": "null"}]}));
    });
    let text = render(&contract, "api", &options("en", Code::Indented)).unwrap();
    assert!(
        text.contains("        + Value (User?)\n\n# Types\n\n## User\n\n+ Fields\n    + name (string!)\n"),
        "{text}"
    );
}

#[test]
fn the_list_of_faults_names_those_of_sessions_and_claims_no_completeness() {
    for (lang, introduction) in [("en", "for example one of these."), ("zh-TW", "例如以下這些。")] {
        let text = render(&api(&json!({}), |_| {}), "api", &options(lang, Code::Fenced)).unwrap();
        let (_, list) = text
            .split_once(introduction)
            .unwrap_or_else(|| panic!("no introduction in {text}"));
        for status in ["+ StatusNotAuthorized (56) - ", "+ StatusNoPermission (57) - "] {
            assert!(list.contains(status), "{list}");
        }
    }
}
