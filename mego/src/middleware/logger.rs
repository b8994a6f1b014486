//! A line for each call.

use super::{Middleware, Next, Replying};
use crate::context::Context;
use crate::reply::Reply;

/// Logs each call through `tracing`, under the target `mego::call`: a line with the method, the status, how long it took,
/// how large parameters and result were, and the session. Errors that the server is to blame for are warnings, all else
/// is information.
///
/// Where nobody listens to that target, it costs next to nothing.
///
/// ```
/// use mego::prelude::*;
/// use mego::middleware::Logger;
///
/// let engine = Engine::new().with(Logger::new());
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Logger {}

impl Logger {
    /// A logger.
    #[must_use]
    pub fn new() -> Logger {
        Logger::default()
    }
}

impl Middleware for Logger {
    fn handle(&self, cx: Context, next: Next) -> Replying {
        if !tracing::enabled!(target: "mego::call", tracing::Level::WARN) {
            return Box::pin(next.run(cx));
        }
        Box::pin(async move {
            let reply = next.run(cx.clone()).await;
            log(&cx, &reply);
            reply
        })
    }
}

/// Method and session stand in the span of the call, and with it in the line.
fn log(cx: &Context, reply: &Reply) {
    for error in cx.errors() {
        tracing::warn!(target: "mego::call", "{error}");
    }
    let code = reply.code();
    let status = reply
        .status()
        .map_or_else(|| code.to_string(), |status| status.to_string());
    let (elapsed, size) = (cx.received().elapsed(), cx.size());
    match reply.incident() {
        Some(incident) => {
            tracing::warn!(target: "mego::call", "{status} in {elapsed:.1?}, {size} B in, incident {incident}");
        }
        None if reply.is_stream() => {
            tracing::info!(target: "mego::call", "streams after {elapsed:.1?}, {size} B in");
        }
        None => {
            let result = reply.size();
            tracing::info!(target: "mego::call", "{status} in {elapsed:.1?}, {size} B in, {result} B out");
        }
    }
}
