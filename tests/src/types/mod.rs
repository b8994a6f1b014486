//! An API that holds every type that can go over the wire, for the tests of what becomes of it in TypeScript, in bytes, and
//! on its way there and back.
//!
//! Each row has two methods: `sample` gives one of its values, and `echo` gives back what it gets, and first compares it
//! with a sample, if it is told with which.

mod api;
mod enums;
mod lists;
mod maps;
mod numbers;
mod options;
mod structs;
mod texts;
mod times;
mod units;

use mego::prelude::*;

pub use self::api::samples;

/// A type with the values that are hard to get right.
pub trait Samples: Sized {
    /// Whether a client that reads one and writes it again writes the same bytes.
    const IS_EXACT: bool = true;

    /// Each with a name.
    fn samples() -> Vec<(&'static str, Self)>;
}

/// One sample as Rust writes it.
#[derive(Debug)]
pub struct Sample {
    /// The type, by its name in TypeScript.
    pub row: &'static str,
    /// What is special about it.
    pub name: &'static str,
    /// The value on the wire.
    pub bytes: Vec<u8>,
    /// Whether a client that reads it and writes it again writes the same bytes.
    pub is_exact: bool,
}

/// The whole API.
pub fn engine() -> Engine {
    Engine::new().register(api::methods())
}
