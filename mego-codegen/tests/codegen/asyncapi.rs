//! The AsyncAPI document, against golden files, which `tests/ts` gives to the official parser.
//! `MEGO_BLESS=1 cargo test -p mego-codegen` writes them anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use mego::contract::Contract;
use mego_codegen::{Options, generate};
use serde_json::Value;

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
        create["description"],
        "**Deprecated.** Use another.\n\nMakes a member.\n\nThe name has to be free."
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
    let payload = &messages["u5efau7acb-call"]["payload"];
    assert_eq!(payload["required"], serde_json::json!(["姓名"]));
    assert_eq!(payload.get("additionalProperties"), None, "the method is lenient");
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
            let messages = channel["messages"].as_object().unwrap().len();
            (key.as_str(), channel["address"].as_str().unwrap(), messages)
        })
        .collect();
    assert_eq!(
        forms,
        [
            ("channel-room-room-seat", "room:{room}/{seat}", 2),
            ("channel-room-room-seat_2", "room/{room}/{seat}", 1),
            ("channel-channel", "{channel}", 1),
        ]
    );
    let parameters = channels["channel-room-room-seat"]["parameters"]
        .as_object()
        .unwrap();
    assert_eq!(parameters.keys().collect::<Vec<_>>(), ["room", "seat"]);
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
