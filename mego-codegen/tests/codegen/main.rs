//! mego-codegen through its public face.

// A panic is how a test fails, also in a helper of a test.
#![allow(clippy::unwrap_used)]

mod addons;
mod asyncapi;
mod broken;
mod cli;
mod connect;
mod diff;
mod events;
mod fixture;
mod lints;
mod marks;
mod model;
mod output;
mod problems;
mod project;
mod sample;
mod shapes;
mod streams;
mod tool;
mod typescript;
