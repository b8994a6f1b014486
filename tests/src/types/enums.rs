//! Enums in all four ways of serde to say which variant it is.

use std::collections::BTreeMap;

use super::Samples;
use super::structs::{Held, Place};
use super::units::Marker;

/// `"Unit"` or `{"Name": content}`.
#[mego::data]
pub(super) enum External {
    /// Holds nothing.
    Unit,
    Newtype(u64),
    Text(String),
    Pair(i64, String),
    Fields {
        wide: u64,
        maybe: Option<i64>,
    },
    /// Holds nothing, either.
    Last,
    Nested(Box<External>),
    Unit2(Marker),
}

impl Samples for External {
    fn samples() -> Vec<(&'static str, External)> {
        vec![
            ("unit", External::Unit),
            ("newtype", External::Newtype(u64::MAX)),
            ("text", External::Text("unit".to_owned())),
            ("pair", External::Pair(i64::MIN, String::new())),
            ("fields", External::Fields { wide: 0, maybe: None }),
            ("last", External::Last),
            ("nested", External::Nested(Box::new(External::Newtype(0)))),
            ("unit struct", External::Unit2(Marker)),
        ]
    }
}

/// The tag stands among the fields.
#[mego::data]
#[serde(tag = "type")]
pub(super) enum Internal {
    Unit,
    Place(Place),
    Fields {
        wide: u64,
        maybe: Option<Box<Internal>>,
    },
    Open {
        #[serde(flatten)]
        all: BTreeMap<String, u64>,
    },
    Again(Adjacent),
    Held(Held),
}

impl Samples for Internal {
    fn samples() -> Vec<(&'static str, Internal)> {
        vec![
            ("unit", Internal::Unit),
            (
                "struct",
                Internal::Place(Place {
                    shelf: u64::MAX,
                    room: String::new(),
                }),
            ),
            (
                "fields",
                Internal::Fields {
                    wide: u64::MAX,
                    maybe: Some(Box::new(Internal::Unit)),
                },
            ),
            (
                "open",
                Internal::Open {
                    all: BTreeMap::from([("a".to_owned(), u64::MAX)]),
                },
            ),
            ("tagged twice", Internal::Again(Adjacent::Newtype(-1))),
            ("held back", Internal::Held(Held::new(u64::MAX))),
        ]
    }
}

/// The tag stands beside the content.
#[mego::data]
#[serde(tag = "t", content = "c")]
pub(super) enum Adjacent {
    Unit,
    Newtype(i64),
    Pair(u64, bool),
    Fields { wide: i64 },
    Place(Place),
}

impl Samples for Adjacent {
    fn samples() -> Vec<(&'static str, Adjacent)> {
        vec![
            ("unit", Adjacent::Unit),
            ("newtype", Adjacent::Newtype(i64::MIN)),
            ("pair", Adjacent::Pair(u64::MAX, false)),
            ("fields", Adjacent::Fields { wide: 0 }),
            (
                "struct",
                Adjacent::Place(Place {
                    shelf: 0,
                    room: "r".to_owned(),
                }),
            ),
        ]
    }
}

/// One has to look at it. So no variant may need to be known to be read.
#[mego::data]
#[serde(untagged)]
pub(super) enum Untagged {
    Int(i32),
    Text(String),
    List(Vec<String>),
    Fields { x: f64, label: Option<String> },
}

impl Samples for Untagged {
    fn samples() -> Vec<(&'static str, Untagged)> {
        vec![
            ("int", Untagged::Int(i32::MIN)),
            ("text", Untagged::Text("🍚".to_owned())),
            ("list", Untagged::List(vec![])),
            ("fields", Untagged::Fields { x: -0.5, label: None }),
        ]
    }
}

/// One of a few names.
#[mego::data]
pub(super) enum Plain {
    Zulu,
    #[serde(rename = "second")]
    Alpha,
    MikeNovember,
}

/// One of a few names, about some of which there is something to say.
#[mego::data]
pub(super) enum Told {
    Zulu,
    /// The first letter.
    Alpha,
    /// Use `alpha`.
    #[deprecated]
    Mike,
    Bravo,
}

/// Enums as parts of others.
#[mego::data]
pub(super) struct Choices {
    plain: Plain,
    told: Told,
    maybe: Option<Plain>,
    many: Vec<External>,
    result: Result<u64, String>,
    by_name: BTreeMap<String, Adjacent>,
}

impl Samples for Choices {
    fn samples() -> Vec<(&'static str, Choices)> {
        #[allow(deprecated)]
        let of = |plain, told, result| Choices {
            plain,
            told,
            maybe: Some(Plain::MikeNovember),
            many: External::samples().into_iter().map(|(_, value)| value).collect(),
            result,
            by_name: Adjacent::samples()
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        };
        #[allow(deprecated)]
        let mike = Told::Mike;
        vec![
            ("ok", of(Plain::Zulu, mike, Ok(u64::MAX))),
            ("err", of(Plain::Alpha, Told::Bravo, Err(String::new()))),
            ("others", of(Plain::MikeNovember, Told::Alpha, Ok(0))),
            ("first", of(Plain::Zulu, Told::Zulu, Ok(1))),
        ]
    }
}
