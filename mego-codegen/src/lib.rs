//! Writes the TypeScript client and the API documents of a Mego server from its contract.

mod problem;

pub use problem::{Problem, Problems};
