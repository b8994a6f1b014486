//! What a server promises of a method, or asks for, beyond its fields.

use mego::contract::{Input, Method};
use mego_codegen::markdown::Code;
use serde_json::json;

use super::{api, document};
use crate::{options, render};

/// What stands between the heading of the method and its lists.
fn facts(lang: &str, change: impl FnOnce(&mut Method)) -> String {
    let text = render(&api(&json!({}), change), "api", &options(lang, Code::Fenced)).unwrap();
    let (_, text) = text.split_once("[doIt]\n").unwrap();
    text.split_once("\n+ ").unwrap().0.trim().to_owned()
}

#[test]
fn they_stand_behind_the_description() {
    let all = |method: &mut Method| {
        method.doc = "Do it\n\nAt once.".to_owned();
        method.idempotent = true;
        method.timeout_ms = Some(2_000);
        method.max_size = Some(1 << 20);
        method.lenient = true;
        method.input = Input::Bind(json!({"type": "object", "properties": {"a": {"type": "string"}}}));
    };
    assert_eq!(
        facts("en", all),
        "At once.\n\nFields that are not listed here are ignored. A call may be sent again: the client does so where it \
         cannot know whether one was executed. A call that takes longer than 2 seconds ends with Timeout, unless the \
         caller sets another deadline. What is sent may take at most 1 MiB."
    );
    let chinese = facts("zh-TW", all);
    assert!(chinese.contains("會自動重送。超過 2 秒仍未完成"), "{chinese}");
}

#[test]
fn a_value_without_a_name_is_said_to_have_none() {
    let bind = |schema| facts("en", |method| method.input = Input::Bind(schema));
    let sentence = "What is sent is this value itself, without a name around it.";
    assert_eq!(
        bind(json!({"type": "array", "items": {"type": "string"}})),
        sentence
    );
    assert_eq!(
        bind(json!({"type": "object", "properties": {"a": {"type": "string"}}})),
        ""
    );
    assert_eq!(bind(json!({"type": "null"})), "");
}

#[test]
fn the_bare_lists_are_without_them() {
    let text = document(Code::Indented, |method| method.idempotent = true);
    assert_eq!(text, "## Do it [doIt]\n\n+ Response\n\n    + StatusOK\n");
}
