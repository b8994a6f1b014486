//! Mego.

pub mod contract;
mod status;
pub mod wire;

pub use schemars::JsonSchema;
pub use status::Status;
