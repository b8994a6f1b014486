//! The API of `tests/ts/sample`, which was written by hand as what a client should look like.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use mego::contract::Contract;
use mego_codegen::Model;
use mego_codegen::typescript::{self, Options};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::fixture::Builder;

/// Somebody who has an account.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct User {
    id: u64,
    /// Login name, 1 to 32 characters.
    username: String,
    /// Absent until the user has chosen one.
    nickname: Option<String>,
    role: Role,
    /// Those who brought this user in, nearest first.
    invited_by: Vec<User>,
}

/// What somebody has to give to become a user.
#[derive(Serialize, Deserialize, JsonSchema)]
struct NewUser {
    /// Login name, 1 to 32 characters.
    username: String,
    /// At least 12 characters.
    password: String,
    #[serde(default)]
    role: Role,
}

/// What a user may do.
#[derive(Default, Serialize, Deserialize, JsonSchema)]
enum Role {
    Admin,
    #[default]
    Member,
}

/// One page of users.
#[derive(Serialize, Deserialize, JsonSchema)]
struct UserPage {
    items: Vec<User>,
    total: u64,
}

/// Somebody wrote in a room.
#[derive(Serialize, JsonSchema)]
struct NewMessage {
    id: u64,
    text: String,
}

#[derive(Serialize, JsonSchema)]
#[schemars(inline)]
struct NoSuchUser {
    id: u64,
}

#[derive(Serialize, JsonSchema)]
#[schemars(inline)]
struct Taken {
    exists: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(inline)]
struct NoSuchPage {
    pages: u64,
}

fn contract() -> Contract {
    Builder::new()
        .method("sum", "Adds two numbers.")
        .param_with::<i32>("a", "", |param| param.example = Some(json!(1)))
        .param_with::<i32>("b", "What is added to `a`.", |param| param.example = Some(json!(2)))
        .returns::<i32>()
        .method(
            "createUser",
            "Create an account\n\nThe new account can sign in at once. Names are unique and case-insensitive.",
        )
        .bind::<NewUser>()
        .returns::<User>()
        .error_with::<Taken>("Exists", 53, "Somebody has these already.")
        .error("Closed", 101, "Sign-up is closed for today.")
        .method("users.list", "Everybody, a page at a time.")
        .param_with::<u32>("page", "Counted from 0.", |param| {
            param.required = false;
            param.default = Some(json!(0));
        })
        .param_with::<Option<u64>>("after", "Only users above this id.", |param| param.required = false)
        .returns::<UserPage>()
        .error_with::<NoSuchPage>("NotFound", 55, "There is no such page.")
        .with(|method| {
            method.idempotent = true;
            method.timeout_ms = Some(5000);
        })
        .method("users.watch", "A user, again after each change.")
        .param::<u64>("id", "")
        .streams::<User>()
        .error_with::<NoSuchUser>("NotFound", 55, "There is no such user.")
        .method("ping", "Answers nothing, soon.")
        .with(|method| method.idempotent = true)
        .method("countdown", "Counts down to 1.")
        .param::<u32>("from", "")
        .streams::<u32>()
        .method("clock", "Ticks.")
        .streams::<()>()
        .with(|method| method.idempotent = true)
        .event_with::<NewMessage>("newMessage", "Somebody wrote in a room.", |event| {
            event.channel = Some("room:{room}".to_owned());
        })
        .event::<u32>("users.counted", "How many users there are now.")
        .event_with::<()>("restart", "The server will be restarted soon.", |event| {
            event.channel = Some("all".to_owned());
        })
        .build()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/ts/sample")
}

/// The declarations of a module, in any order, without the lines that hold a hash.
fn blocks(text: &str) -> BTreeSet<&str> {
    text.trim_end()
        .split("\n\n")
        .filter(|block| !block.contains("contract: \""))
        .collect()
}

#[test]
fn the_sample_is_what_is_generated() {
    let model = Model::new(&contract(), "sample").unwrap();
    let mut options = Options::default();
    options.query = true;
    options.react = true;
    let files = typescript::generate(&model, options).unwrap();
    for name in [
        "index.ts",
        "errors.ts",
        "events.ts",
        "meta.ts",
        "methods.ts",
        "plans.ts",
        "query.ts",
        "react.ts",
        "types.ts",
        "package.json",
    ] {
        let expected = fs::read_to_string(folder().join(name)).unwrap();
        let found = &files[name];
        if blocks(found) != blocks(&expected) {
            panic!("{name} differs\n--- written by hand\n{expected}\n--- generated\n{found}");
        }
    }
}
