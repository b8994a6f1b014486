//! Panics become answers.

use std::fmt;
use std::future::{Future as _, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use super::{Middleware, Next, Replying};
use crate::context::Context;
use crate::error::Error;
use crate::panic::Panic;
use crate::reply::Reply;

/// Makes an answer of a panic, so that the middleware around it goes on: it is logged, counted and timed like any other.
///
/// Without it a panic still ends no more than its call, with the status `Error` and an incident id; but code after
/// `next.run` does not run.
///
/// ```
/// use mego::prelude::*;
/// use mego::Error;
/// use mego::middleware::Recovery;
///
/// // What the client reads may be something else than an incident:
/// let engine = Engine::new().with(Recovery::new().answer(|cx: &Context, panic: &str| {
///     eprintln!("{} panicked: {panic}", cx.method());
///     Error::new(Status::Unavailable, "try again later")
/// }));
/// ```
#[derive(Clone, Default)]
pub struct Recovery {
    answer: Option<Arc<Answer>>,
}

type Answer = dyn Fn(&Context, &str) -> Error + Send + Sync;

impl Recovery {
    /// Answers a panic with the status `Error` and an incident id, under which the log says what it was.
    #[must_use]
    pub fn new() -> Recovery {
        Recovery::default()
    }

    /// Answers with what this function makes of the panic's message. An internal error is logged with an incident.
    #[must_use]
    pub fn answer(mut self, answer: impl Fn(&Context, &str) -> Error + Send + Sync + 'static) -> Recovery {
        self.answer = Some(Arc::new(answer));
        self
    }
}

impl Middleware for Recovery {
    fn handle(&self, cx: Context, next: Next) -> Replying {
        let answer = self.answer.clone();
        Box::pin(async move {
            let mut running = pin!(Some(next.run(cx.clone())));
            let reply = poll_fn(|task| {
                // Polled and, when it is done, dropped behind the same wall.
                catch_unwind(AssertUnwindSafe(|| {
                    let Some(handler) = running.as_mut().as_pin_mut() else {
                        return Poll::Pending;
                    };
                    let poll = handler.poll(task);
                    if poll.is_ready() {
                        running.set(None);
                    }
                    poll
                }))
                .map_or_else(
                    |payload| Poll::Ready(Err(Panic::new(payload))),
                    |poll| poll.map(Ok),
                )
            })
            .await;
            match (reply, answer) {
                (Ok(reply), _) => reply,
                (Err(panic), None) => Reply::failed(panic.failure(&format_args!("`{}`", cx.method()))),
                (Err(panic), Some(answer)) => Reply::error(answer(&cx, panic.text())),
            }
        })
    }
}

impl fmt::Debug for Recovery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recovery").finish_non_exhaustive()
    }
}
