//! So many calls at once.

use std::collections::HashMap;
use std::fmt;
use std::future::ready;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Middleware, Next, Replying};
use crate::Status;
use crate::context::Context;
use crate::error::Error;
use crate::reply::Reply;

/// Lets so many calls of a method run at once, of all sessions together. One more is answered Busy. A stream counts until
/// it has ended.
///
/// ```
/// use mego::prelude::*;
/// use mego::middleware::RequestLimit;
///
/// #[mego::method]
/// async fn render(page: u32) -> String {
///     format!("page {page}")
/// }
///
/// let engine = Engine::new().register(methods![render].with(RequestLimit::new(4)));
/// ```
#[derive(Clone)]
pub struct RequestLimit {
    limit: usize,
    running: Arc<Running>,
}

/// How many calls run, by the position of the method.
type Running = Mutex<HashMap<usize, usize>>;

impl RequestLimit {
    /// At most this many at once, for each method by itself.
    #[must_use]
    pub fn new(limit: usize) -> RequestLimit {
        RequestLimit {
            limit,
            running: Arc::default(),
        }
    }

    fn admit(&self, method: usize) -> Option<Permit> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let count = running.entry(method).or_default();
        if *count >= self.limit {
            return None;
        }
        *count += 1;
        Some(Permit {
            running: Arc::clone(&self.running),
            method,
        })
    }
}

impl Middleware for RequestLimit {
    fn handle(&self, cx: Context, next: Next) -> Replying {
        let Some(permit) = self.admit(cx.method_index()) else {
            let method = cx.method();
            let text = match self.limit {
                1 => format!("a call of `{method}` runs already, and one is the limit"),
                limit => format!("{limit} calls of `{method}` run already, the limit"),
            };
            return Box::pin(ready(Reply::error(Error::new(Status::Busy, text))));
        };
        Box::pin(async move { next.run(cx).await.keep(permit) })
    }
}

impl fmt::Debug for RequestLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestLimit")
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

/// The place of a running call.
struct Permit {
    running: Arc<Running>,
    method: usize,
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = running.get_mut(&self.method) {
            *count -= 1;
        }
    }
}
