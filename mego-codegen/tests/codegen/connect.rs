//! What a client says of itself when it connects.

use std::collections::BTreeMap;

use mego_codegen::Model;
use mego_codegen::typescript::{self, Options, Target};
use schemars::JsonSchema;

use crate::fixture::Builder;

/// What the server is told.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is looked at")]
struct Start {
    #[schemars(example = "1.0")]
    version: String,
    /// The last message that was seen.
    #[serde(default)]
    seen: u64,
}

fn client<T: JsonSchema>(target: Target) -> BTreeMap<String, String> {
    let contract = Builder::new().method("ping", "").data::<T>().build();
    let mut options = Options::default();
    options.target = target;
    typescript::generate(&Model::new(&contract, "chat").unwrap(), options).unwrap()
}

#[test]
fn data_that_the_server_wants_has_to_be_given() {
    let files = client::<Start>(Target::Ts);
    let index = &files["index.ts"];
    assert!(
        index.contains("createClient(url: string | URL, options: Mego.ClientOptions<Start>): Client {"),
        "{index}"
    );
    assert!(
        index.contains("import type { Start } from \"./types.js\";"),
        "{index}"
    );
    assert!(
        files["types.ts"].contains("readonly seen?: bigint | number | undefined;"),
        "{}",
        files["types.ts"]
    );
    let meta = &files["meta.ts"];
    assert!(meta.contains("import * as plans from \"./plans.js\";"), "{meta}");
    assert!(meta.contains("\n  data: plans.Start,\n"), "{meta}");
    let readme = &files["README.md"];
    assert!(
        readme.contains(
            "createClient(\"wss://api.example.com/mego\", { data: { version: \"1.0\", seen: 0 } });"
        ),
        "{readme}"
    );
}

#[test]
fn declarations_say_the_same() {
    let files = client::<Start>(Target::Js);
    assert!(
        files["index.d.ts"].contains("options: Mego.ClientOptions<Start>): Client;"),
        "{}",
        files["index.d.ts"]
    );
    assert!(
        files["index.js"].contains("createClient(url, options) {"),
        "{}",
        files["index.js"]
    );
    assert!(
        files["meta.js"].contains("data: plans.Start"),
        "{}",
        files["meta.js"]
    );
}

#[test]
fn data_that_may_be_null_may_be_left_out() {
    let files = client::<Option<String>>(Target::Ts);
    let index = &files["index.ts"];
    assert!(
        index.contains("options: Mego.ClientOptions<string | null> = {}): Client {"),
        "{index}"
    );
    assert!(!files["meta.ts"].contains("data:"), "{}", files["meta.ts"]);
    assert!(!files["meta.ts"].contains("plans"), "{}", files["meta.ts"]);
    assert!(
        files["README.md"].contains("createClient(\"wss://api.example.com/mego\");"),
        "{}",
        files["README.md"]
    );
}
