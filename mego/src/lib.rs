//! Mego.

pub mod contract;
mod status;

pub use schemars::JsonSchema;
pub use status::Status;
