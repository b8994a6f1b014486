//! The wire: the vectors that every implementation shares, and what hostile bytes do.

#![allow(clippy::unwrap_used)] // a panic is how a test fails

mod hostile;
mod vectors;
