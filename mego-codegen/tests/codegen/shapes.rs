//! An API that has every shape of type once.

use std::collections::{BTreeMap, BTreeSet};

use mego::contract::{Contract, WhenSlow};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::fixture::Builder;

/// What Rust has for scalars.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Scalars {
    small: u8,
    int: i32,
    long: i64,
    unsigned: u64,
    size: usize,
    huge: i128,
    enormous: u128,
    float: f64,
    letter: char,
    text: String,
    flag: bool,
    address: std::net::IpAddr,
    nothing: (),
    marker: Marker,
    bytes: Bytes,
    anything: serde_json::Value,
}

/// Carries no data, only its presence.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Marker;

/// Stands in for `mego::Bytes`.
#[derive(Serialize, Deserialize)]
struct Bytes(Vec<u8>);

impl JsonSchema for Bytes {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Bytes".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "format": "binary", "x-mego": "bytes"})
    }
}

/// The number of an order.
#[derive(Serialize, Deserialize, JsonSchema)]
struct OrderId(u64);

/// Fields that may be missing, null or both.
///
/// # Example
///
/// ```json
/// {"always": true}
/// ```
#[derive(Serialize, Deserialize, JsonSchema)]
struct Absence {
    always: bool,
    maybe: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    skipped: Option<Vec<Marker>>,
    /// How many, unless told otherwise.
    #[serde(default = "seven")]
    #[schemars(range(min = 1, max = 9), example = 3)]
    count: u32,
    /// Use `count`.
    #[deprecated]
    #[serde(default)]
    old_count: u32,
}

fn seven() -> u32 {
    7
}

/// Lists, sets, tuples and maps.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Containers {
    list: Vec<String>,
    holes: Vec<Option<String>>,
    nested: Vec<Vec<i64>>,
    set: BTreeSet<String>,
    three: [f64; 3],
    many: [bool; 32],
    pair: (String, u64),
    by_name: BTreeMap<String, u32>,
    long_by_name: BTreeMap<String, OrderId>,
    by_number: BTreeMap<u64, String>,
    long_by_number: BTreeMap<i32, Vec<u64>>,
    by_color: BTreeMap<Color, bool>,
    #[serde(rename = "with-hyphen")]
    hyphen: String,
    #[serde(rename = "__proto__")]
    proto: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
enum Color {
    Red,
    Green,
}

/// What a member may do.
#[derive(Serialize, Deserialize, JsonSchema)]
enum Rights {
    Read,
    /// Read and write.
    Write,
    /// Everything. Ask first */ please.
    #[deprecated]
    Admin,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Point {
    x: f64,
    y: f64,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Account {
    number: u64,
}

/// Externally tagged.
#[derive(Serialize, Deserialize, JsonSchema)]
enum Outer {
    Empty,
    /// A number.
    Number(u64),
    Named {
        at: Point,
        /// Where from.
        from: Option<OrderId>,
    },
    Pair(u8, String),
    Owner(Account),
}

/// Internally tagged.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type")]
enum Inner {
    Empty,
    At(Point),
    /// Somebody owns it.
    Owner(Account),
    Count {
        count: u64,
    },
}

/// Adjacently tagged.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", content = "value")]
enum Beside {
    Empty,
    At(Point),
    Count(u64),
}

/// Told apart by their form.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
enum Loose {
    Text(String),
    Point(Point),
    Nothing,
}

/// A struct with a flattened enum and a flattened struct.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Flat {
    id: u64,
    #[serde(flatten)]
    point: Point,
    #[serde(flatten)]
    inner: Inner,
}

/// A struct with whatever else is sent.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Bag {
    id: u64,
    #[serde(flatten)]
    more: BTreeMap<String, OrderId>,
}

/// A tree of numbers.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Tree {
    value: i64,
    children: Vec<Tree>,
    next: Option<Box<Tree>>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Nothing {}

#[derive(Serialize, JsonSchema)]
struct Limits {
    limit: u64,
    #[schemars(length(min = 1, max = 3))]
    names: Vec<String>,
}

/// Nothing but that it happened.
#[derive(Serialize, JsonSchema)]
struct Stopped;

/// What a client says of itself.
#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its schema is looked at")]
struct Start {
    version: String,
    #[serde(default)]
    seen: Option<u64>,
}

pub(crate) fn contract() -> Contract {
    Builder::new()
        .group("Scalars", "One value each.")
        .method("scalars", "All scalars there are.")
        .bind::<Scalars>()
        .returns::<Scalars>()
        .method("order", "An order by its number.")
        .param::<OrderId>("id", "The number of the order.")
        .returns::<Option<OrderId>>()
        .method(
            "now",
            "The time in milliseconds.\n\nSince 1970.\n\n# Errors\n\nNever.",
        )
        .returns::<u64>()
        .method("echo", "")
        .param::<serde_json::Value>("value", "")
        .returns::<serde_json::Value>()
        .group("Containers", "")
        .method("absence", "What may be missing.")
        .bind::<Absence>()
        .returns::<Absence>()
        .method("containers", "What holds others.")
        .bind::<Containers>()
        .returns::<Containers>()
        .method("nothing", "Takes and returns a struct without fields.")
        .bind::<Nothing>()
        .returns::<Nothing>()
        .method("bytes.put", "")
        .param::<Bytes>("content", "")
        .returns::<Vec<u64>>()
        .group("Enums", "")
        .method("enums.rights", "Use `enums.outer`.")
        .returns::<Rights>()
        .with(|method| method.deprecated = Some("It knows three rights only.".to_owned()))
        .method("enums.outer", "")
        .param::<Outer>("outer", "")
        .returns::<Outer>()
        .method("enums.inner", "")
        .param::<Inner>("inner", "")
        .returns::<Vec<Inner>>()
        .method("enums.beside", "")
        .param_with::<Option<Beside>>("beside", "", |param| param.required = false)
        .returns::<Beside>()
        .error_with::<Limits>("Full", 52, "No room is left.\n\nTry again tomorrow.")
        .error_with::<u64>("TooFar", 101, "")
        .error("NotHere", 102, "It went away.")
        .method("enums.loose", "")
        .param::<Loose>("loose", "")
        .returns::<Loose>()
        .method("enums.flat", "")
        .returns::<Flat>()
        .method("enums.bag", "")
        .param_with::<Bag>("bag", "What is in it.", |param| {
            param.example = Some(json!({"id": 1}));
        })
        .returns::<Bag>()
        .method("tree", "")
        .param_with::<Tree>("tree", "", |param| param.deprecated = true)
        .returns::<Tree>()
        .group("Streams", "")
        .method("walk", "Every node of a tree, as it is found.")
        .param::<Tree>("tree", "")
        .streams::<Tree>()
        .error_with::<Limits>("Full", 52, "The tree is too large.")
        .method("trees.watch", "")
        .param_with::<Option<u64>>("since", "", |param| param.required = false)
        .streams::<Vec<Beside>>()
        .method("ticks", "Once a second.")
        .streams::<()>()
        .event_with::<Outer>("changed", "Something is another way now.", |event| {
            event.channel = Some("shape:{id}".to_owned());
        })
        .event_with::<Tree>(
            "trees.grown",
            "A tree has grown.\n\nBy a node or more.",
            |event| {
                event.channel = Some("{owner}/`{tree}`".to_owned());
                event.when_slow = WhenSlow::KeepLatest;
            },
        )
        .event_with::<u8>("trees.felled", "", |event| {
            event.deprecated = Some("No tree is felled any more.".to_owned());
        })
        .event_with::<Stopped>("stopped", "Nothing goes on.", |event| {
            event.channel = Some("all".to_owned());
        })
        .data::<Start>()
        .build()
}
