//! `cargo xtask`: the one place where commands live.
fn main() {}
