//! Examples that are wrong.

use mego::contract::{Input, Param};
use mego_codegen::markdown::Code;
use serde_json::{Value, json};

use super::{api, error, param, problems};
use crate::{options, render};

#[test]
fn a_wrong_example_is_a_problem_that_says_where() {
    let types = json!({
        "User": {
            "type": "object",
            "properties": {"name": {"type": "string", "maxLength": 3}, "tags": {"type": "array", "items": {"type": "string"}}},
            "required": ["name"]
        },
        "Shape": {"oneOf": [
            {"type": "object", "properties": {"kind": {"const": "dot"}}, "required": ["kind"]},
            {"type": "object", "properties": {"kind": {"const": "box"}, "size": {"type": "integer", "format": "uint8", "minimum": 0, "maximum": 255}, "open": {"type": "boolean"}}, "required": ["kind", "size"]}
        ]},
        "Notice": {"oneOf": [
            {"type": "object", "properties": {"kind": {"const": "text"}, "body": {"type": "string"}}, "required": ["kind", "body"]},
            {"type": "object", "properties": {"kind": {"const": "clear"}}, "required": ["kind"]}
        ]},
        "Change": {"oneOf": [
            {"const": "none"},
            {"type": "object", "properties": {"price": {"type": "number"}}, "required": ["price"], "additionalProperties": false}
        ]}
    });
    let notice = json!({"$ref": "#/types/input/Notice"});
    let change = json!({"$ref": "#/types/input/Change"});
    let user = json!({"$ref": "#/types/input/User"});
    let shape = json!({"$ref": "#/types/input/Shape"});
    for (schema, example, message) in [
        (
            &user,
            json!({}),
            "`user.name` in the example of the request is missing; expected a string",
        ),
        (
            &user,
            json!({"name": 5}),
            "`user.name` in the example of the request is 5; expected a string",
        ),
        (
            &user,
            json!({"name": "Anna"}),
            "`user.name` in the example of the request is \"Anna\"; expected at most 3 characters",
        ),
        (
            &user,
            json!({"name": "A", "tags": ["a", 1]}),
            "`user.tags[1]` in the example of the request is 1; expected a string",
        ),
        (
            &user,
            json!({"name": "A", "nam": 1}),
            "`user.nam` in the example of the request is 1; expected no such field, but only `name`, `tags`",
        ),
        (
            &user,
            json!(null),
            "`user` in the example of the request is null; expected an object",
        ),
        (
            &shape,
            json!({"kind": "ball"}),
            "expected one of \"dot\", \"box\" in `kind`",
        ),
        (
            &shape,
            json!({"kind": "box"}),
            "`user.size` in the example of the request is missing; expected an integer",
        ),
        (
            &shape,
            json!({"kind": "box", "size": -3_000_000_000_i64}),
            "`user.size` in the example of the request is -3000000000",
        ),
        (
            &notice,
            json!({"kind": "text"}),
            "`user.body` in the example of the request is missing; expected a string",
        ),
        (
            &notice,
            json!({"kind": "clear", "body": 1}),
            "`user.body` in the example of the request is 1; expected nothing",
        ),
        (
            &notice,
            json!({"kind": "clear", "x": 1}),
            "expected no such field, but only `kind`, `body`",
        ),
        (&change, json!("some"), "expected one of \"none\", \"price\""),
        (
            &change,
            json!({"price": "1"}),
            "`user.price` in the example of the request is \"1\"; expected a number",
        ),
        (
            &change,
            json!("price"),
            "`user.price` in the example of the request is missing; expected a number",
        ),
        (
            &shape,
            json!({"kind": "dot", "size": 1}),
            "`user.size` in the example of the request is 1; expected no such field",
        ),
    ] {
        let text = problems(&types, |method| {
            method.doc = format!("Do it\n\n# Example\n\n```json\n{}\n```", json!({"user": example}));
            method.input = Input::Params(vec![param("user", schema.clone())]);
        });
        assert!(text.starts_with("api::doIt: "), "{text}");
        assert!(text.contains(message), "{example}: {text}");
        assert!(
            text.contains("help: correct the `json` fence under `# Example` in its doc comment"),
            "{text}"
        );
    }
}

#[test]
fn values_that_do_not_fit_their_type_are_found() {
    for (schema, good, bad) in [
        (
            json!({"type": "integer", "format": "int32"}),
            json!(-1),
            json!(1.5),
        ),
        (
            json!({"type": "integer", "format": "int32"}),
            json!(1),
            json!(5_000_000_000_u64),
        ),
        (
            json!({"type": "integer", "format": "uint8", "minimum": 0, "maximum": 255}),
            json!(255),
            json!(-300),
        ),
        (
            json!({"type": ["integer", "null"], "format": "int8", "minimum": -128, "maximum": 127}),
            json!(-128),
            json!(128),
        ),
        (
            json!({"type": "integer", "format": "uint32", "minimum": 0}),
            json!(u32::MAX),
            json!(-1),
        ),
        (
            json!({"type": "integer", "format": "uint64", "minimum": 0}),
            json!(u64::MAX),
            json!(-1),
        ),
        (
            json!({"type": "integer", "format": "int64"}),
            json!(i64::MIN),
            json!(u64::MAX),
        ),
        (
            json!({"type": "integer", "format": "int128"}),
            json!("-170141183460469231731687303715884105728"),
            json!("x"),
        ),
        (
            json!({"type": "integer", "format": "uint128", "minimum": 0}),
            json!("340282366920938463463374607431768211455"),
            json!("-1"),
        ),
        (json!({"type": "number"}), json!(1), json!("1")),
        (json!({"type": "boolean"}), json!(true), json!(0)),
        (
            json!({"type": "string", "format": "date"}),
            json!("2024-02-29"),
            json!("29.2.2024"),
        ),
        (
            json!({"type": "string", "format": "date-time"}),
            json!("2024-02-29T12:00:00.5+08:00"),
            json!("2024-02-29"),
        ),
        (
            json!({"type": "string", "format": "time"}),
            json!("12:00:00"),
            json!("noon"),
        ),
        (
            json!({"type": "string", "format": "duration"}),
            json!("PT5M"),
            json!("5 min"),
        ),
        (
            json!({"type": "string", "format": "uuid"}),
            json!("67e55044-10b1-426f-9247-bb680e5fe0c8"),
            json!("67e55044"),
        ),
        (
            json!({"type": "string", "format": "ipv6"}),
            json!("::1"),
            json!("127.0.0.1"),
        ),
        (
            json!({"type": "string", "pattern": "^a+$"}),
            json!("aa"),
            json!("b"),
        ),
        (
            json!({"type": "string", "minLength": 2}),
            json!("小說"),
            json!("小"),
        ),
        (json!({"enum": ["A", "B"]}), json!("A"), json!("C")),
        (
            json!({"type": "array", "items": {"type": "boolean"}, "uniqueItems": true}),
            json!([true, false]),
            json!([true, true]),
        ),
        (
            json!({"type": "array", "items": {"type": "boolean"}, "minItems": 2, "maxItems": 2}),
            json!([true, true]),
            json!([true]),
        ),
        (
            json!({"type": "array", "prefixItems": [{"type": "boolean"}], "minItems": 1, "maxItems": 1}),
            json!([true]),
            json!([1]),
        ),
        (
            json!({"type": "object", "patternProperties": {"^\\d+$": {"type": "boolean"}}, "additionalProperties": false}),
            json!({"1": true}),
            json!({"a": true}),
        ),
        (json!({"x-mego": "bytes"}), json!([0, 255]), json!([256])),
        (
            json!({"anyOf": [{"type": "boolean"}, {"type": "string"}]}),
            json!("a"),
            json!(1),
        ),
        (
            json!({"type": "integer", "format": "int32", "multipleOf": 5}),
            json!(10),
            json!(11),
        ),
        (
            json!({"type": "number", "exclusiveMinimum": 0}),
            json!(0.1),
            json!(0),
        ),
    ] {
        let with = |example: Value| {
            api(&json!({}), |method| {
                method.input = Input::Params(vec![Param {
                    example: Some(example),
                    ..param("x", schema.clone())
                }]);
            })
        };
        let options = options("en", Code::Indented);
        assert!(
            render(&with(good.clone()), "api", &options).is_ok(),
            "{schema} takes {good}"
        );
        let problems =
            render(&with(bad.clone()), "api", &options).expect_err(&format!("{schema} takes {bad}"));
        assert!(problems.to_string().starts_with("api::doIt(x)"), "{problems}");
    }
}

#[test]
fn examples_are_checked_wherever_they_stand() {
    let types = json!({
        "User": {"type": "object", "properties": {"age": {"type": "integer", "format": "int32", "examples": ["old"]}}, "required": ["age"]}
    });
    let text = problems(&types, |_| {});
    assert!(
        text.starts_with("User.age: the example is \"old\"; expected an integer of at most 32 bits"),
        "{text}"
    );
    assert_eq!(
        text.matches("User.age").count(),
        1,
        "told once, although the type is sent and received: {text}"
    );

    let text = problems(&json!({}), |method| {
        let doc = "Full.\n\n# Example\n\n```json\n{\"limit\": \"five\"}\n```";
        let data = json!({"type": "object", "properties": {"limit": {"type": "integer", "format": "int32"}}, "required": ["limit"]});
        method.errors = vec![error("Full", 52, doc, Some(data))];
    });
    assert!(
        text.starts_with("api::doIt -> Err(Full): `limit` in the example of the error is \"five\""),
        "{text}"
    );

    let text = problems(&json!({}), |method| {
        let default = Some(json!("ten"));
        let schema = json!({"type": "integer", "format": "int32"});
        method.input = Input::Params(vec![Param {
            default,
            required: false,
            ..param("limit", schema)
        }]);
    });
    assert!(
        text.starts_with("api::doIt(limit): the default is \"ten\""),
        "{text}"
    );
}

#[test]
fn the_range_of_a_rust_type_holds_for_examples_and_defaults() {
    for (example, default) in [(Some(json!(256)), None), (None, Some(json!(256)))] {
        let text = problems(&json!({}), |method| {
            let schema = json!({"type": "integer", "format": "uint8", "minimum": 0, "maximum": 255});
            method.input = Input::Params(vec![Param {
                required: default.is_none(),
                example,
                default,
                ..param("level", schema)
            }]);
        });
        assert!(
            text.contains("is 256; expected an integer from 0 to 255"),
            "{text}"
        );
    }
}

#[test]
fn the_help_names_the_attribute_of_a_parameter() {
    let text = problems(&json!({}), |method| {
        method.input = Input::Params(vec![Param {
            example: Some(json!("x")),
            ..param("level", json!({"type": "boolean"}))
        }]);
    });
    assert!(text.contains("help: correct `#[param(example = …)]`"), "{text}");
}

#[test]
fn an_example_that_is_not_json_is_a_problem() {
    let text = problems(&json!({}), |method| {
        method.doc = "Do it\n\n# Example\n\n```json\n{x: 1}\n```".to_owned();
        method.input = Input::Params(vec![param("x", json!({"type": "boolean"}))]);
    });
    assert!(
        text.starts_with("api::doIt: the example is not JSON: key must be a string"),
        "{text}"
    );
}

#[test]
fn an_example_that_nobody_needs_is_a_problem() {
    let text = problems(&json!({}), |method| {
        method.doc = "Do it\n\n# Example\n\n```json\n1\n```".to_owned();
    });
    assert!(
        text.contains("more `json` fences under `# Example` than this method has use for"),
        "{text}"
    );
}

#[test]
fn an_example_by_position_holds_every_parameter() {
    for (example, message) in [
        ("[1]", "`b` in the example of the request is missing"),
        (
            "[1, 2, 3]",
            "the example of the request is [1,2,3]; expected the parameters by name or by position",
        ),
        ("[1, \"2\"]", "`b` in the example of the request is \"2\""),
    ] {
        let text = problems(&json!({}), |method| {
            let int = json!({"type": "integer", "format": "int32"});
            method.doc = format!("Sum\n\n# Example\n\n```json\n{example}\n```");
            method.input = Input::Params(vec![param("a", int.clone()), param("b", int)]);
        });
        assert!(text.contains(message), "{example}: {text}");
    }
}
