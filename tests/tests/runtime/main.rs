//! The server's behaviour, through the in-memory transport.

#![allow(clippy::unwrap_used)] // a panic is how a test fails

mod bad_days;
mod calls;
mod closing;
mod contract;
mod errors;
mod events;
mod faults;
mod hooks;
mod limits;
mod liveness;
mod logs;
mod middleware;
mod panics;
mod params;
mod sessions;
mod setup;
mod streams;
