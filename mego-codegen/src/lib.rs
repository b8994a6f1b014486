//! Writes the TypeScript client and the API documents of a Mego server from its contract.

pub mod model;
pub mod output;
mod problem;
pub mod typescript;

pub use model::Model;
pub use problem::{Problem, Problems};
