//! Examples of Mego. Each is a program to start, and prints where it listens:
//!
//! - `cargo run --example sum`: the smallest server there can be
//! - `cargo run --example accounts`: sign-up, sign-in and a list, with a page and a database
//! - `cargo run --example chat`: events, streams and who may what, with a page for two tabs
//! - `cargo run --example middleware`: what can stand around methods
