//! The methods of each row.

use std::collections::BTreeMap;

use mego::prelude::*;
use mego::{Bytes, MethodSet};
use serde::Serialize;

use super::units::Marker;
use super::{Sample, Samples};

macro_rules! rows {
    ($($module:ident, $file:ident::$ty:ident, $sample:tt, $echo:tt;)*) => {
        $(
            mod $module {
                use crate::types::$file::$ty;

                /// One of its values.
                #[mego::method(name = $sample, idempotent)]
                pub(super) async fn sample(index: u32) -> mego::Result<$ty> {
                    super::sample(index)
                }

                /// Gives back what it gets.
                #[mego::method(name = $echo)]
                pub(super) async fn echo(
                    value: $ty,
                    /// The sample that it has to be.
                    index: Option<u32>,
                ) -> mego::Result<$ty> {
                    super::compared(value, index)
                }
            }
        )*

        pub(super) fn methods() -> MethodSet {
            methods![$($module::sample, $module::echo,)* bare]
        }

        /// All samples, in the order of the rows.
        #[must_use]
        pub fn samples() -> Vec<Sample> {
            let rows: &[fn() -> Vec<Sample>] = &[$(|| encoded::<super::$file::$ty>(stringify!($ty))),*];
            rows.iter().flat_map(|row| row()).collect()
        }
    };
}

rows! {
    small, numbers::Small, "small.sample", "small.echo";
    wide, numbers::Wide, "wide.sample", "wide.echo";
    huge, numbers::Huge, "huge.sample", "huge.echo";
    non_zero, numbers::NonZero, "nonZero.sample", "nonZero.echo";
    floats, numbers::Floats, "floats.sample", "floats.echo";
    rewritten, numbers::Rewritten, "rewritten.sample", "rewritten.echo";
    chosen, numbers::Chosen, "chosen.sample", "chosen.echo";
    texts, texts::Texts, "texts.sample", "texts.echo";
    options, options::Options, "options.sample", "options.echo";
    update, options::Update, "update.sample", "update.echo";
    lists, lists::Lists, "lists.sample", "lists.echo";
    bytes, lists::Binary, "bytes.sample", "bytes.echo";
    units, units::Units, "units.sample", "units.echo";
    named, structs::Named, "named.sample", "named.echo";
    sides, structs::Sides, "sides.sample", "sides.echo";
    strict, structs::Strict, "strict.sample", "strict.echo";
    flat, structs::Flat, "flat.sample", "flat.echo";
    generic, structs::Pages, "generic.sample", "generic.echo";
    tree, structs::Tree, "tree.sample", "tree.echo";
    maps, maps::Maps, "maps.sample", "maps.echo";
    external, enums::External, "external.sample", "external.echo";
    internal, enums::Internal, "internal.sample", "internal.echo";
    adjacent, enums::Adjacent, "adjacent.sample", "adjacent.echo";
    untagged, enums::Untagged, "untagged.sample", "untagged.echo";
    choices, enums::Choices, "choices.sample", "choices.echo";
    times, times::Times, "times.sample", "times.echo";
    durations, times::Durations, "durations.sample", "durations.echo";
    anything, texts::Anything, "anything.sample", "anything.echo";
}

/// Parameters that have no type of their own around them.
#[mego::method]
async fn bare(
    int: u64,
    #[param(int64 = "string")] text: i64,
    bytes: Bytes,
    keys: BTreeMap<u32, i64>,
    pair: (u64, Marker),
    maybe: Option<i128>,
) -> (u64, i64, Bytes, BTreeMap<u32, i64>, Option<i128>) {
    let (more, Marker) = pair;
    (int.wrapping_add(more), text, bytes, keys, maybe)
}

/// The sample at a position.
fn sample<T: Samples>(index: u32) -> mego::Result<T> {
    T::samples()
        .into_iter()
        .nth(index as usize)
        .map(|(_, value)| value)
        .ok_or_else(|| mego::Error::new(Status::NotFound, "there is no such sample"))
}

/// Gives the value back, if it is the sample, byte by byte: NaN equals itself then, and −0 is not 0.
fn compared<T: Samples + Serialize>(value: T, index: Option<u32>) -> mego::Result<T> {
    let Some(index) = index else {
        return Ok(value);
    };
    let wanted = mego::wire::encode(&sample::<T>(index)?)?;
    let found = mego::wire::encode(&value)?;
    if found == wanted {
        return Ok(value);
    }
    let message = format!("expected {wanted:02x?}, found {found:02x?}");
    Err(mego::Error::new(Status::Invalid, message))
}

fn encoded<T: Samples + Serialize>(row: &'static str) -> Vec<Sample> {
    T::samples()
        .into_iter()
        .map(|(name, value)| Sample {
            row,
            name,
            bytes: mego::wire::encode(&value).expect("a sample can be written"),
            is_exact: T::IS_EXACT,
        })
        .collect()
}
