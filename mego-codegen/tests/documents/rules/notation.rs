//! Types and what stands in brackets behind a description.

use mego::contract::{Input, Method, Output, Param};
use mego_codegen::markdown::Code;
use pulldown_cmark::{Event, Parser, Tag};
use serde_json::{Value, json};

use super::{document, line_of, param};

#[test]
fn types_are_written_with_their_marks() {
    for (schema, notation) in [
        (
            json!({"type": "integer", "format": "uint32", "minimum": 0}),
            "int!",
        ),
        (json!({"type": "integer", "format": "int64"}), "int64!"),
        (
            json!({"type": "integer", "format": "uint64", "minimum": 0}),
            "uint64!",
        ),
        (json!({"type": "integer", "format": "int128"}), "int128!"),
        (
            json!({"type": "integer", "format": "uint128", "minimum": 0}),
            "uint128!",
        ),
        (json!({"type": "number", "format": "double"}), "float!"),
        (json!({"type": "boolean"}), "bool!"),
        (json!({"type": "string"}), "string!"),
        (json!({"x-mego": "bytes"}), "bytes!"),
        (json!({"type": "string", "format": "date-time"}), "datetime!"),
        (json!({"type": "string", "format": "date"}), "date!"),
        (json!({"type": "string", "format": "time"}), "time!"),
        (json!({"type": "string", "format": "duration"}), "duration!"),
        (json!({"type": "string", "format": "uuid"}), "uuid!"),
        (json!(true), "any?"),
        (json!({"type": ["string", "null"]}), "string?"),
        (json!({"type": "array", "items": {"type": "string"}}), "[]string!"),
        (
            json!({"type": "array", "items": {"type": ["string", "null"]}}),
            "[]string?!",
        ),
        (
            json!({"type": ["array", "null"], "items": {"type": ["string", "null"]}}),
            "[]string??",
        ),
        (
            json!({"type": "array", "items": {"type": "array", "items": {"type": "boolean"}}}),
            "[][]bool!",
        ),
        (
            json!({"type": "array", "items": {"type": ["array", "null"], "items": {"type": "boolean"}}}),
            "[][]bool?!",
        ),
        (
            json!({"type": "array", "items": {"type": "array", "items": {"type": ["boolean", "null"]}}}),
            "[][](bool?)!",
        ),
        (
            json!({"type": "object", "additionalProperties": {"type": "boolean"}}),
            "map[string]bool!",
        ),
        (
            json!({"type": "object", "patternProperties": {"^-?\\d+$": {"type": "boolean"}}, "additionalProperties": false}),
            "map[int]bool!",
        ),
        (
            json!({"type": "array", "prefixItems": [{"type": "string"}, {"type": ["boolean", "null"]}], "minItems": 2, "maxItems": 2}),
            "(string, bool?)!",
        ),
        (
            json!({"type": "array", "items": {"type": "boolean"}, "minItems": 2, "maxItems": 2}),
            "(bool, bool)!",
        ),
        (json!({"type": "string", "enum": ["A", "B"]}), "(\"A\"|\"B\")!"),
        (json!({"type": "string", "const": "A"}), "\"A\"!"),
        (json!({"enum": ["A", "B", null]}), "(\"A\"|\"B\")?"),
        (
            json!({"type": "array", "items": {"enum": ["A", "B"]}}),
            "[](\"A\"|\"B\")!",
        ),
        (
            json!({"anyOf": [{"type": "boolean"}, {"type": "string"}]}),
            "(bool|string)!",
        ),
    ] {
        let found = line_of("+ Value ", |method| method.output = Output::Value(schema.clone()));
        assert_eq!(found, format!("({notation})"), "{schema}");
    }
}

#[test]
fn what_may_be_left_out_has_no_mark() {
    let optional = |schema: Value| {
        line_of("+ x ", |method| {
            method.input = Input::Params(vec![Param {
                required: false,
                ..param("x", schema)
            }]);
        })
    };
    assert_eq!(
        optional(json!({"type": ["integer", "null"], "format": "int32"})),
        "(int)"
    );
    assert_eq!(
        optional(json!({"type": "array", "items": {"type": "string"}})),
        "([]string)"
    );
    assert_eq!(optional(json!({"enum": ["A", "B"]})), "(\"A\"|\"B\")");
    // Without the parentheses this would be a list that may be null.
    assert_eq!(
        optional(json!({"type": "array", "items": {"type": ["string", "null"]}})),
        "([](string?))"
    );
}

#[test]
fn constraints_follow_in_brackets() {
    let long = "x".repeat(60);
    for (schema, brackets) in [
        (
            json!({"type": "integer", "format": "uint8", "minimum": 0, "maximum": 255}),
            "",
        ),
        (json!({"type": "integer", "format": "uint64", "minimum": 0}), ""),
        (json!({"type": "string", "minLength": 1, "maxLength": 1}), ""),
        (
            json!({"type": "integer", "format": "uint8", "minimum": 1, "maximum": 255}),
            " [at least 1]",
        ),
        (
            json!({"type": "integer", "format": "int32", "minimum": -5, "maximum": 5}),
            " [-5 to 5]",
        ),
        (
            json!({"type": "number", "exclusiveMinimum": 0.5, "maximum": 1}),
            " [at most 1, more than 0.5]",
        ),
        (
            json!({"type": "integer", "format": "int32", "not": {"const": 0}}),
            " [not 0]",
        ),
        (json!({"type": "string", "minLength": 1}), " [not empty]"),
        (
            json!({"type": "string", "minLength": 3, "maxLength": 3}),
            " [3 characters]",
        ),
        (
            json!({"type": "string", "maxLength": 1}),
            " [at most 1 character]",
        ),
        (
            json!({"type": "string", "pattern": "^`|b$"}),
            " [matches ``^`|b$``]",
        ),
        (
            json!({"type": "string", "format": "email"}),
            " [an e-mail address]",
        ),
        (
            json!({"type": "string", "format": "odd"}),
            " [in the format `odd`]",
        ),
        (
            json!({"type": "array", "items": {"type": "string"}, "minItems": 1}),
            " [not empty]",
        ),
        (
            json!({"type": "array", "items": {"type": "string"}, "maxItems": 1}),
            " [at most 1 element]",
        ),
        (
            json!({"type": "array", "items": {"type": "string", "maxLength": 9}}),
            " [each at most 9 characters]",
        ),
        (
            json!({"type": "array", "items": {"type": "boolean"}, "minItems": 9, "maxItems": 9}),
            " [9 elements]",
        ),
        (
            json!({"type": "array", "items": {"type": "boolean"}, "uniqueItems": true}),
            " [no duplicates]",
        ),
        (json!({"type": "boolean", "default": true}), " [default `true`]"),
        (json!({"type": ["string", "null"], "default": null}), ""),
        (json!({"type": "string", "default": long}), ""),
        (
            json!({"type": "string", "description": "Text.", "maxLength": 9}),
            " - Text. [at most 9 characters]",
        ),
        (
            json!({"type": "string", "description": "文字。", "maxLength": 9}),
            " - 文字。[at most 9 characters]",
        ),
    ] {
        let found = line_of("+ x ", |method| {
            method.input = Input::Params(vec![param("x", schema.clone())]);
        });
        let (_, found) = found.split_once(')').unwrap();
        assert_eq!(found, brackets, "{schema}");
    }
}

#[test]
fn a_default_concerns_those_who_send() {
    let schema = json!({"type": "object", "properties": {"x": {"type": "boolean", "default": true}}, "required": ["x"]});
    assert_eq!(
        line_of("+ x ", |method| method.output = Output::Value(schema)),
        "(bool!)"
    );
}

/// `[](string?)` would be a link without a text, and `map[string](A|B)` one that says `string`.
#[test]
fn no_notation_is_a_link() {
    let nullable = json!({"type": ["string", "null"]});
    let choice = json!({"type": "string", "enum": ["a", "b"]});
    for schema in [
        json!({"type": "array", "items": nullable}),
        json!({"type": "array", "items": choice}),
        json!({"type": "object", "additionalProperties": choice}),
    ] {
        let optional = |method: &mut Method| {
            method.input = Input::Params(vec![Param {
                required: false,
                ..param("x", schema.clone())
            }]);
        };
        let shown = document(Code::Fenced, optional);
        let line = shown.lines().find(|line| line.contains("+ x (")).unwrap();
        let has_link = Parser::new(line).any(|event| matches!(event, Event::Start(Tag::Link { .. })));
        assert!(!has_link, "{line}");
        // What is read as it is has nothing that is not meant to be read.
        let plain = line.trim_start().replace('\\', "");
        let plain = plain.strip_suffix(" [not null]").unwrap();
        assert!(document(Code::Indented, optional).contains(plain));
    }
}

#[test]
fn null_is_spoken_of_where_it_is_not_the_same_as_leaving_out() {
    let text = json!({"type": "string"});
    let nullable = json!({"type": ["string", "null"]});
    let with = |schema: &Value, keyword: &str, value: Value| {
        let mut schema = schema.clone();
        schema[keyword] = value;
        schema
    };
    let patch = with(&nullable, "x-mego-patch", json!(true));
    let long = json!("a default that is too long to stand in a line");
    for (schema, fenced, indented) in [
        // That of an `Option`: the legend says it.
        (nullable.clone(), "", ""),
        (patch, " [null clears it]", " [null clears it]"),
        (
            with(&text, "default", json!("a")),
            " [default `\"a\"`]",
            " [default `\"a\"`]",
        ),
        (
            with(&nullable, "default", json!("a")),
            " [default `\"a\"`, may be null]",
            " [default `\"a\"`]",
        ),
        (with(&text, "default", long), " [not null]", ""),
        (text.clone(), " [not null]", ""),
    ] {
        let line = |code| {
            let text = document(code, |method| {
                method.input = Input::Params(vec![Param {
                    required: false,
                    ..param("x", schema.clone())
                }]);
            });
            let line = text.lines().find(|line| line.contains("+ x (string)")).unwrap();
            line.trim_start().trim_start_matches("+ x (string)").to_owned()
        };
        assert_eq!(line(Code::Fenced), fenced, "{schema}");
        assert_eq!(line(Code::Indented), indented, "{schema}");
    }
}
