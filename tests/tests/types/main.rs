//! What becomes of every type that can go over the wire: in TypeScript and in bytes. That both hold between a server and a
//! client under Node, `tests/ts/test/live/types.test.ts` shows.

// A panic is how a test fails, also in a helper of a test.
#![allow(clippy::unwrap_used)]

mod bytes;
mod client;
mod names;
mod refused;
mod values;

use std::path::{Path, PathBuf};

/// The folder of the golden files.
fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden")
}

/// Whether golden files are to be written anew: `MEGO_BLESS=1 cargo test -p tests --test types`.
fn blesses() -> bool {
    std::env::var_os("MEGO_BLESS").is_some()
}
