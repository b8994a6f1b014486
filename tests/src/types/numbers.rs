//! Integers and floats.

use std::num::{NonZeroI32, NonZeroU16, NonZeroU64};

use super::Samples;

/// 2^53: from here on, a `number` does not hold every integer.
const UNSAFE: i64 = 1 << 53;

/// Integers that a `number` holds.
#[mego::data]
pub(super) struct Small {
    a: u8,
    b: u16,
    c: u32,
    d: i8,
    e: i16,
    f: i32,
}

impl Samples for Small {
    fn samples() -> Vec<(&'static str, Small)> {
        let of = |a, b, c, d, e, f| Small { a, b, c, d, e, f };
        vec![
            ("zero", of(0, 0, 0, 0, 0, 0)),
            ("one below zero", of(1, 1, 1, -1, -1, -1)),
            ("least", of(0, 0, 0, i8::MIN, i16::MIN, i32::MIN)),
            (
                "greatest",
                of(u8::MAX, u16::MAX, u32::MAX, i8::MAX, i16::MAX, i32::MAX),
            ),
            (
                "the edges of the encoding",
                of(127, 255, 65_536, -32, -33, -32_769),
            ),
        ]
    }
}

/// Integers that a `number` does not hold.
#[mego::data]
pub(super) struct Wide {
    signed: i64,
    unsigned: u64,
    signed_size: isize,
    size: usize,
    many: Vec<i64>,
}

impl Samples for Wide {
    fn samples() -> Vec<(&'static str, Wide)> {
        let of = |signed, unsigned| Wide {
            signed,
            unsigned,
            signed_size: signed as isize,
            size: unsigned as usize,
            many: vec![signed, 0, -signed.saturating_add(1)],
        };
        vec![
            ("zero", of(0, 0)),
            ("one below zero", of(-1, 1)),
            ("the last safe", of(UNSAFE - 1, UNSAFE as u64 - 1)),
            ("the first unsafe", of(UNSAFE, UNSAFE as u64)),
            (
                "the first that a number would round",
                of(UNSAFE + 1, UNSAFE as u64 + 1),
            ),
            ("the last safe below zero", of(1 - UNSAFE, u64::from(u32::MAX))),
            (
                "the first unsafe below zero",
                of(-UNSAFE, u64::from(u32::MAX) + 1),
            ),
            (
                "the first below zero that a number would round",
                of(-UNSAFE - 1, i64::MAX as u64),
            ),
            ("least", of(i64::MIN, i64::MAX as u64 + 1)),
            ("greatest", of(i64::MAX, u64::MAX)),
        ]
    }
}

/// Integers of 128 bits.
#[mego::data]
pub(super) struct Huge {
    signed: i128,
    unsigned: u128,
}

impl Samples for Huge {
    fn samples() -> Vec<(&'static str, Huge)> {
        let of = |signed, unsigned| Huge { signed, unsigned };
        vec![
            ("zero", of(0, 0)),
            ("one below zero", of(-1, 1)),
            (
                "beyond 64 bits",
                of(i128::from(i64::MIN) - 1, u128::from(u64::MAX) + 1),
            ),
            ("least", of(i128::MIN, 0)),
            ("greatest", of(i128::MAX, u128::MAX)),
        ]
    }
}

/// Integers that are not zero.
#[mego::data]
pub(super) struct NonZero {
    small: NonZeroU16,
    signed: NonZeroI32,
    wide: NonZeroU64,
}

impl Samples for NonZero {
    fn samples() -> Vec<(&'static str, NonZero)> {
        vec![
            (
                "least",
                NonZero {
                    small: NonZeroU16::MIN,
                    signed: NonZeroI32::MIN,
                    wide: NonZeroU64::MIN,
                },
            ),
            (
                "greatest",
                NonZero {
                    small: NonZeroU16::MAX,
                    signed: NonZeroI32::MAX,
                    wide: NonZeroU64::MAX,
                },
            ),
        ]
    }
}

/// Floats that come back as they went.
#[mego::data]
pub(super) struct Floats {
    double: f64,
    many: Vec<f64>,
}

impl Samples for Floats {
    fn samples() -> Vec<(&'static str, Floats)> {
        let of = |double| Floats {
            double,
            many: vec![double, -double],
        };
        vec![
            (
                "zero by its sign alone",
                Floats {
                    double: -0.0,
                    many: vec![],
                },
            ),
            ("no number", of(f64::NAN.abs())),
            ("infinite", of(f64::INFINITY)),
            ("rounded", of(0.1)),
            ("least", of(f64::from_bits(1))),
            ("greatest", of(f64::MAX)),
            ("just unsafe", of(UNSAFE as f64)),
        ]
    }
}

/// Floats that come back in another form: whole ones as integers, those of 32 bits as ones of 64.
#[mego::data]
pub(super) struct Rewritten {
    single: f32,
    whole: f64,
}

impl Samples for Rewritten {
    const IS_EXACT: bool = false;

    fn samples() -> Vec<(&'static str, Rewritten)> {
        let of = |single, whole| Rewritten { single, whole };
        vec![
            ("zero", of(0.0, 0.0)),
            ("zero by its sign alone", of(-0.0, -1.0)),
            ("no number", of(f32::NAN.abs(), 9_007_199_254_740_991.0)),
            ("infinite", of(f32::NEG_INFINITY, -32.0)),
            ("rounded", of(1.1, 255.0)),
            ("edges", of(f32::MAX, 65_536.0)),
            ("least", of(f32::from_bits(1), 4_294_967_296.0)),
        ]
    }
}

/// Integers of which each says what it is in TypeScript.
#[mego::data]
pub(super) struct Chosen {
    #[mego(int64 = "bigint")]
    big: i64,
    #[mego(int64 = "number")]
    number: Option<u64>,
    #[mego(int64 = "string")]
    text: Vec<i64>,
}

impl Samples for Chosen {
    fn samples() -> Vec<(&'static str, Chosen)> {
        let of = |big, number, text: &[i64]| Chosen {
            big,
            number,
            text: text.to_vec(),
        };
        vec![
            ("zero", of(0, Some(0), &[0])),
            (
                "the last safe",
                of(UNSAFE, Some(UNSAFE as u64 - 1), &[UNSAFE + 1, -UNSAFE - 1]),
            ),
            ("edges", of(i64::MIN, None, &[i64::MIN, i64::MAX])),
        ]
    }
}
