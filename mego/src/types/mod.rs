//! Types for what goes over the wire, where those of the standard library say too little.

mod bytes;
mod millis;
mod patch;

pub use self::bytes::Bytes;
pub use self::millis::{Millis, MillisError};
pub(crate) use self::patch::NAME as PATCH;
pub use self::patch::Patch;
