//! What the macros write refers to. Not for anybody else: it changes without notice.

pub use schemars;
pub use serde;

pub use crate::args::{Arg, Place, arg, arg_or};
pub use crate::call::{Call, Missing};
pub use crate::contract::Declarations;
pub use crate::failure::Failure;
pub use crate::method::{
    Definition, Fallible, Info, Method, MethodOutput, MethodSet, Plain, Probe, ReturnsAnything, ReturnsResult, Slot,
    probe, send,
};

/// An example, as it would stand in JSON. One that cannot be written so is left out of the contract as null, and the
/// check of examples against the schema then names it.
pub fn example<T: serde::Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

pub use serde_json::Value;
