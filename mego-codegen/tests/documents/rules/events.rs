//! What the server pushes.

use mego::contract::{Contract, Event, WhenSlow};
use mego_codegen::markdown::Code;
use serde_json::{Value, json};

use super::api;
use crate::{options, render};

/// An API of one event, with these named types.
fn with_event(types: &Value, change: impl FnOnce(&mut Event)) -> Contract {
    let mut contract = api(types, |_| {});
    contract.groups.clear();
    let mut event = Event {
        name: "roomClosed".to_owned(),
        rust: "chat::RoomClosed".to_owned(),
        doc: String::new(),
        deprecated: None,
        channel: None,
        when_slow: WhenSlow::Disconnect,
        data: json!({"type": "null"}),
    };
    change(&mut event);
    contract.events = vec![event];
    contract
}

fn document(code: Code, change: impl FnOnce(&mut Event)) -> String {
    render(&with_event(&json!({}), change), "chat", &options("en", code)).unwrap()
}

/// The subscription that is shown for an event.
fn subscription(change: impl FnOnce(&mut Event)) -> String {
    let text = document(Code::Fenced, change);
    let (_, code) = text.split_once("    ```ts\n").unwrap();
    let (code, _) = code.split_once("    ```\n").unwrap();
    code.lines()
        .map(|line| line.strip_prefix("    ").unwrap_or(line).to_owned() + "\n")
        .collect()
}

#[test]
fn an_event_without_a_word_is_its_name_and_its_channel() {
    assert_eq!(
        document(Code::Indented, |_| {}),
        "# Events\n\n## Room closed [roomClosed]\n\n+ Channel (any name)\n"
    );
}

#[test]
fn an_event_says_all_there_is_to_it() {
    let text = document(Code::Indented, |event| {
        event.doc = "A room was closed. Nobody can write in it any more.".to_owned();
        event.deprecated = Some("Rooms stay open.".to_owned());
        event.channel = Some("room:{room}".to_owned());
        event.when_slow = WhenSlow::DropOldest;
        event.data = json!({
            "type": "object",
            "properties": {"by": {"type": "string", "description": "Who closed it.", "examples": ["yami"]}},
            "required": ["by"],
        });
    });
    let expected = "\
# Events

## A room was closed [roomClosed]

> **Deprecated**: Rooms stay open.

Nobody can write in it any more.

A subscriber that reads too slowly misses the oldest events, and is told that there is a gap.

+ Channel (`room:{room}`)

+ Fields
    + by (string!) - Who closed it.

+ Content

        {
            \"by\": \"yami\"
        }
";
    assert_eq!(text, expected);
}

#[test]
fn an_event_that_only_happens_has_no_data_to_show() {
    assert_eq!(
        subscription(|event| event.channel = Some("all".to_owned())),
        "const sub = mego.events.roomClosed.subscribe(\"all\", () => {\n    console.log(\"roomClosed\");\n});\n"
    );
}

#[test]
fn each_part_of_a_channel_gets_a_number() {
    let code = subscription(|event| {
        event.channel = Some("{a}/`{b}`".to_owned());
        event.data = json!({"type": "string"});
    });
    assert!(
        code.contains(".subscribe(\"42/`43`\", (roomClosed) => {\n"),
        "{code}"
    );
    let text = document(Code::Indented, |event| {
        event.channel = Some("{a}/`{b}`".to_owned());
    });
    assert!(text.contains("+ Channel (`` {a}/`{b}` ``)\n"), "{text}");
}

#[test]
fn a_long_subscription_is_broken() {
    let code = subscription(|event| {
        event.channel = Some("a channel whose name is longer than is good for it".to_owned());
        event.data = json!({"type": "string"});
    });
    let expected = "\
const sub = mego.events.roomClosed.subscribe(
    \"a channel whose name is longer than is good for it\",
    (roomClosed) => {
        console.log(roomClosed);
    },
);
";
    assert_eq!(code, expected);
}

#[test]
fn what_the_handler_gets_is_called_like_the_event() {
    for (name, data) in [
        ("typing", "typing"),
        ("room.closed", "closed"),
        ("room.delete", "data"),
        ("mego", "data"),
    ] {
        let code = subscription(|event| {
            event.name = name.to_owned();
            event.data = json!({"type": "string"});
        });
        let head = format!(
            "const sub = mego.events.{name}.subscribe(\"lobby\", ({data}) => {{\n    console.log({data});\n"
        );
        assert!(code.starts_with(&head), "{code}");
    }
}

#[test]
fn the_example_of_an_enum_is_that_of_one_variant() {
    let variant = |tag: &str, field: &str, schema: Value| {
        json!({
            "type": "object",
            "properties": {"change": {"type": "string", "const": tag}, field: schema},
            "required": ["change", field],
        })
    };
    let text = document(Code::Indented, |event| {
        event.data = json!({"oneOf": [
            variant("joined", "name", json!({"type": "string"})),
            variant("left", "name", json!({"type": "string", "examples": ["ada"]})),
            variant("renamed", "to", json!({"type": "string", "examples": ["grace"]})),
        ]});
    });
    let content = "\n+ Content\n\n        {\n            \"change\": \"left\",\n            \"name\": \"ada\"\n        }\n";
    assert!(text.contains("+ One of\n\n    + joined\n"), "{text}");
    assert!(text.ends_with(content), "{text}");
}

#[test]
fn the_comment_of_an_event_is_not_said_again_of_its_type() {
    let types = json!({"Message": {
        "type": "object",
        "description": "Somebody wrote. It is\nread by all.\n\nIn one order.",
        "properties": {"answers": {"type": "array", "items": {"$ref": "#/types/Message"}}},
        "required": ["answers"],
    }});
    let document = |doc: &str, code| {
        let contract = with_event(&types, |event| {
            event.doc = doc.to_owned();
            event.data = json!({"$ref": "#/types/output/Message"});
        });
        render(&contract, "chat", &options("en", code)).unwrap()
    };
    let said = document(
        "Somebody wrote. It is\nread by all.\n\nIn one order.",
        Code::Fenced,
    );
    let fields = "+ Fields\n    + answers ([][Message](#type-message)!)\n";
    let link = format!("## Message\n\nDescribed at [roomClosed](#event-roomclosed).\n\n{fields}");
    assert!(said.contains(&link), "{said}");
    assert_eq!(said.matches("In one order.").count(), 1, "{said}");
    let said = document(
        "Somebody wrote. It is read by all.\n\nIn one order.",
        Code::Indented,
    );
    assert!(
        said.contains("## Message\n\nDescribed at `roomClosed`.\n\n+ Fields"),
        "{said}"
    );
    // An event with words of its own says nothing about the type.
    let other = document("Somebody wrote in a room.", Code::Fenced);
    assert!(
        other.contains("## Message\n\nSomebody wrote. It is read by all.\n\nIn one order.\n"),
        "{other}"
    );
}

#[test]
fn a_type_that_only_an_event_mentions_stands_among_the_types() {
    let types = json!({
        "Room": {"type": "object", "properties": {"owner": {"$ref": "#/types/User"}}, "required": ["owner"]},
        "User": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]},
        "Other": {"type": "string"},
    });
    let contract = with_event(&types, |event| {
        event.data = json!({"$ref": "#/types/output/Room"});
    });
    let text = render(&contract, "chat", &options("en", Code::Fenced)).unwrap();
    assert!(
        text.contains("+ Fields\n    + owner ([User](#type-user)!)\n"),
        "{text}"
    );
    assert!(
        text.contains("# Types\n\n<a id=\"type-user\"></a>\n\n## User\n"),
        "{text}"
    );
    assert!(!text.contains("## Room\n") && !text.contains("Other"), "{text}");
}

#[test]
fn the_anchor_of_an_event_is_its_own() {
    let mut contract = with_event(&json!({}), |event| event.name = "doIt".to_owned());
    contract.groups = api(&json!({}), |_| {}).groups;
    let text = render(&contract, "chat", &options("en", Code::Fenced)).unwrap();
    for anchor in ["doit", "event-doit", "events"] {
        assert_eq!(
            text.matches(&format!("<a id=\"{anchor}\"></a>")).count(),
            1,
            "{anchor} in {text}"
        );
    }
    assert!(
        text.contains("+ [Events](#events)\n    + [Do it](#event-doit)\n"),
        "{text}"
    );
}

#[test]
fn a_wrong_example_of_an_event_is_named_by_its_type() {
    let contract = with_event(&json!({}), |event| {
        event.data = json!({"type": "object", "properties": {"by": {"type": "string", "examples": [5]}}});
    });
    let problems = render(&contract, "chat", &options("en", Code::Indented))
        .unwrap_err()
        .to_string();
    assert!(
        problems.contains("chat::RoomClosed.by: the example is 5; expected a string"),
        "{problems}"
    );
}
