//! Examples of Mego. Each file in `examples/` is a program to start: `cargo run --example sum`.
