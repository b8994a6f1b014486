//! Structs and what serde does to them.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use mego::{Bytes, Millis};
use uuid::Uuid;

use super::Samples;
use super::numbers::Huge;
use super::units::Marker;

/// Names that are not those of the fields.
#[mego::data]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
pub(super) struct Named {
    two_words: u64,
    #[serde(rename = "第三")]
    third: i64,
    #[serde(rename = "with \"quotes\"")]
    quoted: u64,
    #[serde(rename = "__proto__")]
    proto: u64,
    #[serde(rename = "constructor")]
    class: String,
    /// Also read as `OTHER`.
    #[serde(alias = "OTHER")]
    aliased: bool,
    /// Use `TWO-WORDS`.
    #[deprecated]
    old: u8,
    r#type: String,
}

impl Samples for Named {
    fn samples() -> Vec<(&'static str, Named)> {
        #[allow(deprecated)]
        let of = |number: u64, text: &str| Named {
            two_words: number,
            third: -1,
            quoted: number,
            proto: number,
            class: text.to_owned(),
            aliased: true,
            old: 0,
            r#type: text.to_owned(),
        };
        vec![("least", of(0, "")), ("greatest", of(u64::MAX, "toString"))]
    }
}

fn seven() -> u64 {
    7
}

/// Fields that only one side has, or has to have.
#[mego::data]
pub(super) struct Sides {
    /// 7 where nothing is said.
    #[serde(default = "seven")]
    count: u64,
    #[serde(default)]
    tags: Vec<String>,
    /// What clients never see.
    #[serde(skip_serializing, default)]
    #[expect(dead_code, reason = "serde alone looks at it")]
    password: String,
    /// What clients never set.
    #[serde(skip_deserializing)]
    created: u64,
    #[serde(skip)]
    #[expect(dead_code, reason = "nobody looks at it")]
    cache: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    notes: Vec<u64>,
}

impl Samples for Sides {
    fn samples() -> Vec<(&'static str, Sides)> {
        let of = |count, notes| Sides {
            count,
            tags: vec![],
            password: "secret".to_owned(),
            created: 0,
            cache: Some("cached".to_owned()),
            notes,
        };
        vec![
            ("default", of(7, vec![])),
            ("set", of(u64::MAX, vec![0, u64::MAX])),
        ]
    }
}

/// Refuses fields that it does not know.
#[mego::data]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
pub(super) struct Strict {
    a: i64,
    b: Option<String>,
    inner: Option<Arc<Strict>>,
}

impl Samples for Strict {
    fn samples() -> Vec<(&'static str, Strict)> {
        let some = Strict {
            a: i64::MIN,
            b: Some("b".to_owned()),
            inner: Some(Arc::default()),
        };
        vec![("default", Strict::default()), ("some", some)]
    }
}

/// Where something is. This is no doc of what it is flattened into.
#[mego::data]
pub(super) struct Place {
    pub(super) shelf: u64,
    pub(super) room: String,
}

/// What serde holds back, to read it once it knows what it is for.
#[mego::data]
pub(super) struct Held {
    bytes: Bytes,
    keys: BTreeMap<u32, i64>,
    marker: Marker,
    id: Uuid,
    address: IpAddr,
    letter: char,
    float: f64,
    maybe: Option<u64>,
    wait: Millis,
    pair: (u64, bool),
    nothing: (),
}

impl Held {
    pub(super) fn new(number: u64) -> Held {
        Held {
            bytes: Bytes::from_static(b"\xff\x00"),
            keys: BTreeMap::from([(u32::MAX, number.cast_signed())]),
            marker: Marker,
            id: Uuid::max(),
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            letter: '中',
            float: -0.5,
            maybe: Some(number),
            wait: Millis::MAX,
            pair: (number, true),
            nothing: (),
        }
    }
}

#[mego::data]
pub(super) struct Flat {
    name: String,
    #[serde(flatten)]
    place: Place,
    #[serde(flatten)]
    held: Held,
    #[serde(flatten)]
    more: BTreeMap<String, u64>,
}

impl Samples for Flat {
    fn samples() -> Vec<(&'static str, Flat)> {
        let of = |shelf, more: &[(&str, u64)]| Flat {
            name: "a".to_owned(),
            place: Place {
                shelf,
                room: String::new(),
            },
            held: Held::new(shelf),
            more: more
                .iter()
                .map(|(key, value)| ((*key).to_owned(), *value))
                .collect(),
        };
        vec![
            ("without more", of(0, &[])),
            (
                "with more",
                of(u64::MAX, &[("", 0), ("__proto__", u64::MAX), ("z", 1)]),
            ),
        ]
    }
}

/// One page of a list.
#[mego::data]
#[schemars(rename = "{T}Page")]
pub(super) struct Page<T> {
    items: Vec<T>,
    next: Option<u64>,
}

/// Two pages of different things.
#[mego::data]
pub(super) struct Pages {
    numbers: Page<Huge>,
    places: Page<Place>,
}

impl Samples for Pages {
    fn samples() -> Vec<(&'static str, Pages)> {
        let of = |next, shelves: &[u64]| Pages {
            numbers: Page {
                items: Huge::samples().into_iter().map(|(_, huge)| huge).collect(),
                next,
            },
            places: Page {
                items: shelves
                    .iter()
                    .map(|shelf| Place {
                        shelf: *shelf,
                        room: "r".to_owned(),
                    })
                    .collect(),
                next,
            },
        };
        vec![
            ("empty", of(None, &[])),
            ("full", of(Some(u64::MAX), &[0, u64::MAX])),
        ]
    }
}

/// Contains itself.
#[mego::data]
pub(super) struct Tree {
    value: i64,
    parent: Option<Box<Tree>>,
    children: Vec<Tree>,
    named: BTreeMap<String, Tree>,
}

impl Samples for Tree {
    fn samples() -> Vec<(&'static str, Tree)> {
        let leaf = |value| Tree {
            value,
            parent: None,
            children: vec![],
            named: BTreeMap::new(),
        };
        let deep = (0..8).fold(leaf(i64::MIN), |inner, value| Tree {
            value,
            parent: Some(Box::new(leaf(value))),
            children: vec![inner, leaf(i64::MAX)],
            named: BTreeMap::from([("leaf".to_owned(), leaf(0))]),
        });
        vec![("a leaf", leaf(0)), ("deep", deep)]
    }
}
