//! What a client has only where somebody asks for it: queries and hooks.

use std::collections::BTreeMap;

use mego::contract::Contract;
use mego_codegen::Model;
use mego_codegen::typescript::{self, Options, Target};
use serde_json::Value;

use crate::fixture::Builder;

fn generate(contract: &Contract, target: Target, query: bool, react: bool) -> BTreeMap<String, String> {
    let mut options = Options::default();
    options.target = target;
    options.query = query;
    options.react = react;
    typescript::generate(&Model::new(contract, "shop").unwrap(), options).unwrap()
}

fn calls() -> Contract {
    Builder::new()
        .method("put", "")
        .method("users.list", "")
        .streams::<u32>()
        .method("users.get", "")
        .param::<u32>("id", "")
        .build()
}

#[test]
fn each_is_there_only_for_those_who_ask() {
    for (target, ends) in [(Target::Ts, &["ts"][..]), (Target::Js, &["js", "d.ts"])] {
        for (query, react) in [(false, false), (true, false), (false, true), (true, true)] {
            let files = generate(&calls(), target, query, react);
            for (name, is_there) in [("query", query), ("react", react)] {
                for end in ends {
                    assert_eq!(files.contains_key(&format!("{name}.{end}")), is_there);
                    assert_eq!(files.contains_key(&format!("runtime/{name}.{end}")), is_there);
                }
                let package: Value = serde_json::from_str(&files["package.json"]).unwrap();
                assert_eq!(package["exports"].get(format!("./{name}")).is_some(), is_there);
                assert_eq!(files["README.md"].contains(&format!("./{name}.js")), is_there);
            }
            let package: Value = serde_json::from_str(&files["package.json"]).unwrap();
            let peers = package.get("peerDependencies").map(Value::to_string);
            assert_eq!(peers, react.then(|| r#"{"react":">=18"}"#.to_owned()));
            assert_eq!(package.get("peerDependenciesMeta").is_some(), react);
        }
    }
}

/// Every file that the package exports has to be among those that go to the registry.
#[test]
fn what_is_exported_is_published() {
    for (target, suffixes) in [(Target::Ts, &[".ts"][..]), (Target::Js, &[".js", ".d.ts"])] {
        let files = generate(&calls(), target, true, true);
        let package: Value = serde_json::from_str(&files["package.json"]).unwrap();
        let exports = package["exports"].as_object().unwrap().values();
        let targets = exports.flat_map(|target| match target {
            Value::Object(conditions) => conditions.values().collect(),
            target => vec![target],
        });
        for path in targets.map(|target| target.as_str().unwrap().trim_start_matches("./")) {
            assert!(files.contains_key(path), "{path}");
            let is_code = suffixes.iter().any(|suffix| path.ends_with(suffix));
            assert!(is_code || path == "package.json", "{path}");
        }
        let published: Vec<String> = suffixes
            .iter()
            .map(|suffix| format!("*{suffix}"))
            .chain(["runtime".to_owned()])
            .collect();
        assert_eq!(package["files"], serde_json::json!(published));
    }
}

#[test]
fn queries_need_no_events_and_hooks_for_events_need_some() {
    let files = generate(&calls(), Target::Js, true, true);
    assert!(files["query.js"].contains("return createQueries(client, table, meta.api);"));
    assert!(!files["query.js"].contains("Methods"));
    assert!(files["query.d.ts"].contains("export declare function queries(client: Methods): Queries;"));
    assert!(!files["react.js"].contains("useMegoEvent") && files["react.js"].contains("useMegoState"));
    assert!(!files["README.md"].contains("useMegoEvent"));

    let contract = Builder::new().event::<u32>("counted", "").build();
    let files = generate(&contract, Target::Js, true, true);
    assert!(files["react.js"].contains("useMegoEvent, useMegoState"));
    assert!(files["react.d.ts"].contains("export type { EventState }"));
    assert!(files["README.md"].contains("`useMegoEvent(source, channel, handler)`"));
}

/// A query that changes nothing and is no stream is what a reader had better begin with.
#[test]
fn the_readme_shows_a_query_that_only_looks() {
    let readme = &generate(&calls(), Target::Ts, true, false)["README.md"];
    assert!(
        readme.contains("`q.users.get(…)`") && readme.contains("`q.users.get.key()`"),
        "{readme}"
    );
}
