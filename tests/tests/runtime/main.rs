//! The server's behaviour, through the in-memory transport.

mod calls;
mod closing;
mod contract;
mod errors;
mod limits;
mod liveness;
mod panics;
mod params;
mod sessions;
mod setup;
