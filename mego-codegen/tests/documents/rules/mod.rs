//! One rule at a time, on the smallest API that shows it.

mod calls;
mod connecting;
mod events;
mod examples;
mod facts;
mod faults;
mod files;
mod labels;
mod layout;
mod notation;
mod started;
mod streams;

use mego::contract::{Contract, ErrorVariant, Group, Input, Method, Output, Param, Types, VERSION};
use mego_codegen::markdown::Code;
use serde_json::{Value, json};

use crate::{options, render};

fn method(name: &str) -> Method {
    Method {
        name: name.to_owned(),
        rust: format!("api::{name}"),
        doc: "Do it".to_owned(),
        deprecated: None,
        idempotent: false,
        timeout_ms: None,
        max_size: None,
        lenient: false,
        files: Vec::new(),
        input: Input::Params(Vec::new()),
        output: Output::Value(json!({"type": "null"})),
        errors: Vec::new(),
    }
}

fn param(name: &str, schema: Value) -> Param {
    Param {
        name: name.to_owned(),
        doc: String::new(),
        schema,
        required: true,
        default: None,
        example: None,
        deprecated: false,
    }
}

fn error(status: &str, code: u16, doc: &str, data: Option<Value>) -> ErrorVariant {
    ErrorVariant {
        status: status.to_owned(),
        code,
        doc: doc.to_owned(),
        data,
    }
}

/// An API of one method, with the same named types on both sides.
fn api(types: &Value, change: impl FnOnce(&mut Method)) -> Contract {
    let mut method = method("doIt");
    change(&mut method);
    let side = |side: &str| {
        let text = types.to_string().replace("#/types/", &format!("#/types/{side}/"));
        serde_json::from_str(&text).unwrap()
    };
    Contract {
        mego: VERSION,
        package: "api".to_owned(),
        groups: vec![Group {
            title: None,
            intro: String::new(),
            methods: vec![method],
        }],
        events: Vec::new(),
        data: None,
        types: Types {
            input: side("input"),
            output: side("output"),
        },
    }
}

/// The document of an API without types, beginning with the heading of its method.
fn document(code: Code, change: impl FnOnce(&mut Method)) -> String {
    let text = render(&api(&json!({}), change), "api", &options("en", code)).unwrap();
    text[text.find("## ").unwrap()..].to_owned()
}

fn problems(types: &Value, change: impl FnOnce(&mut Method)) -> String {
    render(&api(types, change), "api", &options("en", Code::Indented))
        .unwrap_err()
        .to_string()
}

/// The line of the field `x`, or of the value that a method returns.
fn line_of(start: &str, change: impl FnOnce(&mut Method)) -> String {
    let text = document(Code::Indented, change);
    let line = text
        .lines()
        .find(|line| line.trim_start().starts_with(start))
        .unwrap_or_else(|| panic!("{text}"));
    line.trim_start().trim_start_matches(start).to_owned()
}
