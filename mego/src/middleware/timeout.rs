//! So much time.

use std::time::Duration;

use super::{Middleware, Next, Replying};
use crate::Status;
use crate::context::Context;
use crate::error::Error;
use crate::reply::Reply;

/// Ends a call after a time, with Timeout: the method is dropped where it waits. For a stream, the time until it begins.
///
/// A method's own deadline is `#[mego::method(timeout = "5s")]`, which clients know, too; this one is for a list of
/// methods, or for the engine. The earlier of the two counts.
///
/// ```
/// use std::time::Duration;
/// use mego::prelude::*;
/// use mego::middleware::Timeout;
///
/// let engine = Engine::new().with(Timeout::after(Duration::from_secs(10)));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Timeout(Duration);

impl Timeout {
    /// Ends calls after this time.
    #[must_use]
    pub fn after(time: Duration) -> Timeout {
        Timeout(time)
    }
}

impl Middleware for Timeout {
    fn handle(&self, cx: Context, next: Next) -> Replying {
        let time = self.0;
        Box::pin(async move {
            let method = cx.clone();
            let running = tokio::time::timeout(time, next.run(cx));
            running.await.unwrap_or_else(|_| {
                let text = format!("`{}` took longer than {time:?}", method.method());
                Reply::error(Error::new(Status::Timeout, text))
            })
        })
    }
}
