//! The AsyncAPI document, against golden files, which `tests/ts` gives to the official parser.
//! `MEGO_BLESS=1 cargo test -p mego-codegen` writes them anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use mego::contract::Contract;
use mego_codegen::{Options, generate};
use serde_json::{Value, json};

use crate::fixture::Builder;
use crate::shapes;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn document(contract: &Contract, name: &str) -> String {
    let mut options = Options::default();
    options.asyncapi = true;
    let mut files = generate(contract, name, &options).unwrap_or_else(|problems| panic!("{problems}"));
    files.remove("asyncapi.json").unwrap()
}

fn read(contract: &Contract) -> Value {
    serde_json::from_str(&document(contract, "api")).unwrap()
}

/// Names as they come, in all places where there may be some, and every kind of answer.
fn odd() -> Contract {
    #[derive(serde::Serialize, schemars::JsonSchema)]
    #[schemars(inline)]
    struct Gone {
        since: String,
    }
    Builder::new()
        .group("會員", "All about members.\n\nAnd `more`.")
        .method("建立", "Makes a member.\n\nThe name has to be free.")
        .param::<String>("姓名", "How they are called.")
        .param_with::<Option<u64>>("upTo", "", |param| param.required = false)
        .error_with::<Gone>("Gone", 101, "It was there.")
        .error("NotFound", 55, "")
        .with(|method| {
            method.deprecated = Some("Use another.".to_owned());
            method.timeout_ms = Some(5000);
            method.idempotent = true;
            method.lenient = true;
            method.max_size = Some(1024);
        })
        .method("u5efau7acb", "")
        .method("users.watch", "")
        .streams::<String>()
        .event_with::<u32>("counted", "How many there are.", |event| {
            event.channel = Some("room:{room}/{seat}".to_owned());
        })
        .event_with::<u32>("left", "", |event| {
            event.channel = Some("room:{room}/{seat}".to_owned());
        })
        .event_with::<()>("closed", "", |event| {
            event.channel = Some("room/{room}/{seat}".to_owned());
            event.deprecated = Some(String::new());
        })
        .event::<()>("anywhere", "")
        .build()
}

fn golden() -> PathBuf {
    root().join("tests/golden/asyncapi")
}

#[test]
fn golden_documents() {
    let mut contracts = vec![("shapes", shapes::contract()), ("odd", odd())];
    for name in ["accounts", "chat", "middleware", "sum"] {
        let text = fs::read_to_string(root().join("../generated").join(name).join("mego.json")).unwrap();
        contracts.push((name, Contract::from_json(&text).unwrap()));
    }
    for (name, contract) in contracts {
        let text = document(&contract, name);
        assert_eq!(text, document(&contract, name));
        let path = golden().join(format!("{name}.json"));
        if std::env::var_os("MEGO_BLESS").is_some() {
            fs::create_dir_all(golden()).unwrap();
            fs::write(&path, &text).unwrap();
        }
        let found = fs::read_to_string(&path).unwrap();
        assert!(
            text == found,
            "{} differs; MEGO_BLESS=1 writes it anew",
            path.display()
        );
    }
}

#[test]
fn it_is_written_only_for_those_who_ask() {
    let files = generate(&odd(), "odd", &Options::default()).unwrap();
    assert!(!files.contains_key("asyncapi.json"));
}

/// Shows every value that stands under a key, however deep.
fn visit<'v>(value: &'v Value, key: &str, see: &mut impl FnMut(&'v Value)) {
    match value {
        Value::Object(map) => {
            for (name, inner) in map {
                if name == key {
                    see(inner);
                }
                visit(inner, key, see);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| visit(item, key, see)),
        _ => {}
    }
}

#[test]
fn every_reference_leads_somewhere_and_stands_alone() {
    for contract in [shapes::contract(), odd()] {
        let document = read(&contract);
        let mut count = 0;
        visit(&document, "$ref", &mut |target| {
            count += 1;
            let path = target.as_str().unwrap().strip_prefix('#').unwrap();
            assert!(document.pointer(path).is_some(), "{path}");
        });
        assert!(count > 10);
        // Draft-07 does not look at what stands beside a reference.
        let mut schemas = Vec::new();
        visit(&document, "properties", &mut |properties| {
            schemas.extend(properties.as_object().unwrap().values());
        });
        for schema in schemas {
            assert!(
                schema.get("$ref").is_none() || schema.as_object().unwrap().len() == 1,
                "{schema}"
            );
        }
        // At the last one the official parser breaks.
        for word in ["prefixItems", "unevaluatedProperties", "$defs", "__proto__"] {
            visit(&document, word, &mut |value| panic!("{word}: {value}"));
        }
    }
}

#[test]
fn each_method_and_each_event_is_an_operation() {
    let contract = odd();
    let document = read(&contract);
    let operations = document["operations"].as_object().unwrap();
    let titles: Vec<&str> = operations
        .values()
        .filter_map(|operation| operation["title"].as_str())
        .collect();
    for name in [
        "建立",
        "u5efau7acb",
        "users.watch",
        "counted",
        "left",
        "closed",
        "anywhere",
    ] {
        assert_eq!(titles.iter().filter(|title| **title == name).count(), 1, "{name}");
    }
    let keys: BTreeSet<&str> = operations.keys().map(String::as_str).collect();
    assert!(keys.iter().all(|key| key.is_ascii()), "{keys:?}");

    let create = &operations["u5efau7acb"];
    assert_eq!(create["title"], "建立");
    assert_eq!(create["summary"], "Makes a member.");
    assert_eq!(
        create["description"], "**Deprecated.** Use another.\n\nThe name has to be free.",
        "the summary is not said again"
    );
    assert_eq!(create["tags"][0]["name"], "會員");
    let replies: Vec<&str> = create["reply"]["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|message| message["$ref"].as_str().unwrap().rsplit('/').next().unwrap())
        .collect();
    assert_eq!(
        replies,
        [
            "u5efau7acb-ok",
            "u5efau7acb-error-Gone",
            "u5efau7acb-error-NotFound",
            "mego-fault"
        ]
    );
    let messages = &document["channels"]["socket"]["messages"];
    assert_eq!(
        messages["u5efau7acb-error-Gone"]["headers"]["properties"]["code"]["const"],
        101
    );
    let forms = &messages["u5efau7acb-call"]["payload"]["oneOf"];
    let [by_name, by_position] = forms.as_array().unwrap().as_slice() else {
        panic!("{forms}");
    };
    assert_eq!(by_name["required"], json!(["姓名"]));
    assert_eq!(by_name.get("additionalProperties"), None, "the method is lenient");
    assert_eq!(
        (&by_position["minItems"], &by_position["maxItems"]),
        (&json!(1), &json!(2))
    );
    assert_eq!(operations["users.watch"]["x-mego-stream"], true);
}

#[test]
fn events_of_one_form_share_a_channel() {
    let document = read(&odd());
    let channels = document["channels"].as_object().unwrap();
    let forms: Vec<(&str, &str, usize)> = channels
        .iter()
        .skip(1)
        .map(|(key, channel)| {
            assert_eq!(channel["address"], Value::Null, "it is no URL");
            let messages = channel["messages"].as_object().unwrap().len();
            (
                key.as_str(),
                channel["x-mego-channel"].as_str().unwrap(),
                messages,
            )
        })
        .collect();
    assert_eq!(
        forms,
        [
            ("channel-room-room-seat", "room:{room}/{seat}", 4),
            ("channel-room-room-seat_2", "room/{room}/{seat}", 2),
            ("channel-channel", "{channel}", 2),
        ]
    );
}

/// A session that has not subscribed is told by another frame, with the names of event and channel.
#[test]
fn an_event_comes_in_two_frames() {
    let document = read(&odd());
    let operation = &document["operations"]["counted-event"];
    let messages = &document["channels"]["channel-room-room-seat"]["messages"];
    let names: Vec<&str> = operation["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|message| message["$ref"].as_str().unwrap().rsplit('/').next().unwrap())
        .collect();
    assert_eq!(names, ["counted-event", "counted-event-to-one"]);
    let [subscribed, alone] = [&messages[names[0]], &messages[names[1]]];
    assert_eq!(subscribed["x-mego-frame"], json!([34, "subscription", "payload"]));
    assert_eq!(alone["x-mego-frame"], json!([35, "event", "channel", "payload"]));
    assert_eq!(subscribed["payload"], alone["payload"]);
    let headers = &alone["headers"]["properties"];
    assert_eq!(headers["event"]["const"], "counted");
    assert_eq!(headers["channel"]["pattern"], r"^room:[\s\S]+\/[\s\S]+$");
}

/// The kinds of all messages, with the order of their fields.
fn frames(document: &Value) -> BTreeSet<String> {
    let mut frames = BTreeSet::new();
    visit(document, "messages", &mut |messages| {
        // An operation has a list of references here.
        for message in messages
            .as_object()
            .into_iter()
            .flat_map(|messages| messages.values())
        {
            let headers = &message["headers"];
            let mut names: BTreeSet<&str> = headers["properties"]
                .as_object()
                .unwrap()
                .keys()
                .map(String::as_str)
                .collect();
            let order = message["x-mego-frame"].as_array().unwrap();
            assert_eq!(order[0], headers["properties"]["kind"]["const"]);
            names.remove("kind");
            for name in order[1..].iter().filter_map(Value::as_str) {
                let bare = name.trim_end_matches('?');
                let is_required = headers["required"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .any(|one| one == bare);
                if bare == "payload" {
                    assert!(message.get("payload").is_some(), "{message}");
                } else {
                    assert!(names.remove(bare), "{name} is no header of {message}");
                    assert_eq!(is_required, !name.ends_with('?'), "{message}");
                }
            }
            assert_eq!(names, BTreeSet::new(), "{message}");
            if !order
                .iter()
                .any(|name| name.as_str().is_some_and(|name| name.starts_with("payload")))
            {
                assert_eq!(message.get("payload"), None);
            }
            frames.insert(message["x-mego-frame"].to_string());
        }
    });
    frames
}

#[test]
fn every_frame_that_a_client_has_to_know_is_there() {
    let found = frames(&read(&odd()));
    for frame in [
        r#"[0,"payload"]"#,
        r#"[1,"payload"]"#,
        r#"[2,"payload?"]"#,
        r#"[3,"payload?"]"#,
        r#"[5,"code","reason","options?"]"#,
        r#"[6,"id","token"]"#,
        r#"[7,"id","n"]"#,
        r#"[16,"id","method","payload","options?"]"#,
        r#"[17,"method","payload","options?"]"#,
        r#"[18,"id","payload"]"#,
        r#"[19,"id","code","message","payload","options?"]"#,
        r#"[19,"id","code","message",null,"options?"]"#,
        r#"[19,"id","code","message","payload?","options"]"#,
        r#"[20,"id","reason?"]"#,
        r#"[21,"id","payload"]"#,
        r#"[22,"id"]"#,
        r#"[32,"id","event","channel"]"#,
        r#"[33,"id","subscription"]"#,
        r#"[34,"subscription","payload"]"#,
        r#"[35,"event","channel","payload"]"#,
        r#"[36,"subscription","state","code?"]"#,
    ] {
        assert!(found.contains(frame), "{frame} is not among {found:#?}");
    }
    // What an API has no use for is not in its document.
    let quiet = frames(&read(&Builder::new().method("sum", "").build()));
    for kind in ["[7,", "[21,", "[32,", "[34,", "[36,", "[48,"] {
        assert!(!quiet.iter().any(|frame| frame.starts_with(kind)), "{kind}");
    }
}

#[test]
fn ids_are_odd() {
    let document = read(&odd());
    let id = &document["channels"]["socket"]["messages"]["users.watch-call"]["headers"]["properties"]["id"];
    assert_eq!(id["not"], json!({ "multipleOf": 2 }));
    assert_eq!(id["maximum"], json!(u32::MAX));
}

/// Their codes may be the same, so only the option `f` tells them apart.
#[test]
fn a_fault_is_told_from_a_declared_error() {
    let document = read(&odd());
    let messages = &document["channels"]["socket"]["messages"];
    let options = |name: &str| messages[name]["headers"]["properties"]["options"].clone();
    assert_eq!(options("mego-fault")["properties"]["f"]["const"], true);
    assert_eq!(options("mego-fault")["required"], json!(["f"]));
    assert_eq!(
        options("u5efau7acb-error-NotFound")["properties"]["f"]["const"],
        false
    );
}

/// What a client has to say when it connects is required, unless it may be null.
#[test]
fn initial_data_has_its_schema() {
    let hello = |contract: &Contract| {
        let document = read(contract);
        document["channels"]["socket"]["messages"]["mego-hello"]["payload"].clone()
    };
    let payload = hello(&Builder::new().data::<u32>().build());
    assert_eq!(payload["required"], json!(["v", "d"]));
    assert_eq!(payload["properties"]["d"]["format"], "uint32");
    assert_eq!(
        hello(&Builder::new().data::<Option<u32>>().build())["required"],
        json!(["v"])
    );
    assert_eq!(hello(&odd())["properties"].get("d"), None);
}

/// On the wire it is an empty array, with a name or without one.
#[test]
fn a_unit_struct_is_an_array() {
    #[mego::data]
    #[schemars(inline)]
    struct Here;
    let document = read(&Builder::new().method("where", "").returns::<Here>().build());
    let payload = &document["channels"]["socket"]["messages"]["where-ok"]["payload"];
    assert_eq!(
        (&payload["type"], &payload["maxItems"]),
        (&json!("array"), &json!(0))
    );
}

/// A struct that is the whole payload takes no field that it does not know; the same struct within others does.
#[test]
fn a_bound_payload_is_closed() {
    #[derive(serde::Deserialize, schemars::JsonSchema)]
    #[expect(dead_code, reason = "only its schema is of use")]
    struct Wish {
        title: String,
        note: Option<String>,
    }
    let contract = Builder::new().method("wish", "").bind::<Wish>().build();
    let call = |contract: &Contract| {
        read(contract)["channels"]["socket"]["messages"]["wish-call"]["payload"].clone()
    };
    assert_eq!(
        call(&contract),
        json!({ "allOf": [
            { "$ref": "#/components/schemas/Wish" },
            { "propertyNames": { "enum": ["title", "note"] } },
        ] })
    );
    let lenient = Builder::new()
        .method("wish", "")
        .bind::<Wish>()
        .with(|method| method.lenient = true)
        .build();
    assert_eq!(call(&lenient), json!({ "$ref": "#/components/schemas/Wish" }));
}

/// A type that is the same in both directions stands there once, another one twice.
#[test]
fn types_stand_under_the_names_that_clients_have() {
    let contract = shapes::contract();
    let document = read(&contract);
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let names: BTreeSet<&String> = contract
        .types
        .input
        .keys()
        .chain(contract.types.output.keys())
        .collect();
    for name in names {
        assert!(schemas.contains_key(name), "{name}");
    }
    assert_eq!(schemas["Absence"]["required"].as_array().unwrap().len(), 4);
    assert_eq!(schemas["AbsenceInput"]["required"].as_array().unwrap().len(), 1);
    assert!(!schemas.contains_key("PointInput"));
    // A unit struct is an empty array on the wire.
    assert_eq!(schemas["Marker"]["type"], "array");
    assert_eq!(
        schemas["Containers"]["properties"]["pair"]["items"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
}
