//! Lists, sets, tuples and bytes.

use std::collections::{BTreeSet, HashSet, VecDeque};

use super::Samples;

/// A point in the plane.
#[mego::data]
pub(super) struct Point(f64, f64);

/// What is an array on the wire.
#[mego::data]
pub(super) struct Lists {
    list: Vec<String>,
    nested: Vec<Vec<u64>>,
    boxed: Box<[u32]>,
    queue: VecDeque<bool>,
    three: [i64; 3],
    none: [u8; 0],
    long: [u16; 20],
    pair: (String, u64),
    one: (u128,),
    point: Point,
    set: BTreeSet<i64>,
    hashed: HashSet<String>,
}

impl Samples for Lists {
    fn samples() -> Vec<(&'static str, Lists)> {
        let of = |count: usize, text: &str, number: i64| Lists {
            list: vec![text.to_owned(); count],
            nested: vec![vec![number.unsigned_abs()]; count],
            boxed: vec![7; count].into(),
            queue: VecDeque::from(vec![true; count]),
            three: [number, 0, -1],
            none: [],
            long: [u16::MAX; 20],
            pair: (text.to_owned(), u64::MAX),
            one: (u128::MAX,),
            point: Point(0.5, -0.0),
            set: (0..count as i64).map(|n| n - 1).chain([number]).collect(),
            hashed: HashSet::from([text.to_owned()]),
        };
        vec![
            ("empty", of(0, "", 0)),
            ("15", of(15, "a", i64::MAX)),
            ("16", of(16, "🍚", i64::MIN)),
            ("300", of(300, "", -1)),
        ]
    }
}

/// Bytes, as such and as lists of numbers.
#[mego::data]
pub(super) struct Binary {
    ours: mego::Bytes,
    theirs: bytes::Bytes,
    maybe: Option<mego::Bytes>,
    many: Vec<mego::Bytes>,
    numbers: Vec<u8>,
    four: [u8; 4],
}

impl Samples for Binary {
    fn samples() -> Vec<(&'static str, Binary)> {
        let of = |bytes: Vec<u8>| Binary {
            ours: bytes.clone().into(),
            theirs: bytes.clone().into(),
            maybe: (!bytes.is_empty()).then(|| bytes.clone().into()),
            many: vec![bytes.clone().into(), mego::Bytes::new()],
            numbers: bytes,
            four: [0, 127, 128, 255],
        };
        vec![
            ("empty", of(vec![])),
            ("not text", of(vec![0, 255, 0xc0, 0x80])),
            ("255", of(vec![1; 255])),
            ("256", of(vec![2; 256])),
        ]
    }
}
