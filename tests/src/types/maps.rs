//! Maps by what their keys are.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use super::Samples;

/// A key that is one of a few.
#[mego::data]
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Color {
    Red,
    DarkGreen,
}

/// A key that is one of a few, each with a word about it.
#[mego::data]
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Season {
    /// March to May.
    Spring,
    Summer,
}

/// A key with a name of its own.
#[mego::data]
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Code(u32);

/// Maps by what their keys are.
#[mego::data]
pub(super) struct Maps {
    by_name: BTreeMap<String, u64>,
    hashed: HashMap<String, bool>,
    by_letter: BTreeMap<char, u32>,
    by_id: BTreeMap<Uuid, u32>,
    by_color: BTreeMap<Color, u64>,
    by_season: BTreeMap<Season, u64>,
    by_small: BTreeMap<u32, String>,
    by_wide: BTreeMap<u64, u64>,
    by_signed: BTreeMap<i64, Vec<i64>>,
    by_code: BTreeMap<Code, ()>,
    of_maps: BTreeMap<String, BTreeMap<u8, u64>>,
}

impl Samples for Maps {
    fn samples() -> Vec<(&'static str, Maps)> {
        let empty = Maps {
            by_name: BTreeMap::new(),
            hashed: HashMap::new(),
            by_letter: BTreeMap::new(),
            by_id: BTreeMap::new(),
            by_color: BTreeMap::new(),
            by_season: BTreeMap::new(),
            by_small: BTreeMap::new(),
            by_wide: BTreeMap::new(),
            by_signed: BTreeMap::new(),
            by_code: BTreeMap::new(),
            of_maps: BTreeMap::new(),
        };
        // JavaScript has integer keys first and in their order, whatever the order on the wire: here it is theirs.
        let full = Maps {
            by_name: BTreeMap::from([
                (String::new(), 0),
                ("__proto__".to_owned(), u64::MAX),
                ("🍚".to_owned(), 1),
            ]),
            hashed: HashMap::from([("toString".to_owned(), true)]),
            by_letter: BTreeMap::from([('7', 7), ('中', 1)]),
            by_id: BTreeMap::from([(Uuid::nil(), 0), (Uuid::max(), u32::MAX)]),
            by_color: BTreeMap::from([(Color::Red, 0), (Color::DarkGreen, u64::MAX)]),
            by_season: BTreeMap::from([(Season::Spring, 0), (Season::Summer, u64::MAX)]),
            by_small: BTreeMap::from([
                (0, String::new()),
                (7, "seven".to_owned()),
                (u32::MAX, "last".to_owned()),
            ]),
            by_wide: BTreeMap::from([(0, 0), ((1 << 53) + 1, 1), (u64::MAX, u64::MAX)]),
            by_signed: BTreeMap::from([(i64::MIN, vec![i64::MIN]), (-1, vec![]), (i64::MAX, vec![0])]),
            by_code: BTreeMap::from([(Code(5), ())]),
            of_maps: BTreeMap::from([("a".to_owned(), BTreeMap::from([(0, u64::MAX), (255, 0)]))]),
        };
        vec![("empty", empty), ("full", full)]
    }
}
