//! The Rust client against the server, and against a server that is played by hand.

#![allow(clippy::unwrap_used)] // a panic is how a test fails

mod calls;
mod events;
mod flight;
mod hello;
mod played;
mod reconnect;
mod socket;
mod streams;
