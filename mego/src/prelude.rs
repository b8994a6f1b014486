//! What nearly every file of a server needs: `use mego::prelude::*;`.
//!
//! `Result` and `Error` are not here: they would hide those of the standard library. Write `mego::Result`.

/// The middleware of Mego.
pub use crate::middleware::{Logger, RateLimit, Recovery, RequestLimit, Timeout};
pub use crate::{
    Bind, ClientInfo, Context, Engine, Handle, Limits, MethodError, Next, Reply, Session, State, Status,
    Stream, Subscribe, events, methods,
};
