//! What the servers and the load of `cargo xtask bench` have in common.
//!
//! Three programs are measured against each other, each a process of its own: `bench-floor` is a server written by hand
//! on tokio-tungstenite and rmp-serde, with nothing of a framework; `bench-mego` offers the same methods through Mego;
//! `bench-load` calls either. `xtask` starts them, and measures from outside.

mod event;
pub mod load;
mod object;
pub mod server;

pub use event::{Note, ROOM};
pub use object::Object;
