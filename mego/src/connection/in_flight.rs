//! One handler under way. A panic, of its poll or of its drop, ends the call and nothing else.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::call::{Answer, Call};
use crate::failure::Failure;
use crate::method::{Entry, Running};

/// A handler that was pending, polled and dropped behind `catch_unwind`. What a panic leaves broken is the handler's
/// own, and is dropped with it.
pub(super) struct InFlight(Option<Running>);

/// How far a handler came at its first poll.
pub(super) enum Started {
    Done(Answer),
    Pending(InFlight),
}

/// What a panic said.
pub(super) struct Panic(String);

impl InFlight {
    /// Calls the method and polls it once, in place.
    #[inline]
    pub(super) fn start(entry: &Entry, call: Call, cx: &mut Context<'_>) -> Result<Started, Panic> {
        catch_unwind(AssertUnwindSafe(|| {
            let mut running = entry.invoke(call);
            match running.as_mut().poll(cx) {
                Poll::Ready(answer) => Started::Done(answer),
                Poll::Pending => Started::Pending(InFlight(Some(running))),
            }
        }))
        .map_err(Panic::new)
    }
}

impl Future for InFlight {
    type Output = Result<Answer, Panic>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let running = &mut self.0;
        catch_unwind(AssertUnwindSafe(|| {
            let Some(handler) = running else {
                return Poll::Pending;
            };
            let poll = handler.as_mut().poll(cx);
            if poll.is_ready() {
                *running = None;
            }
            poll
        }))
        .map_or_else(
            |payload| Poll::Ready(Err(Panic::new(payload))),
            |poll| poll.map(Ok),
        )
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        let running = self.0.take();
        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| drop(running))) {
            // The call has its answer; the fault is logged all the same.
            Panic::new(payload).failure(&"a handler that was being dropped");
        }
    }
}

impl Panic {
    fn new(payload: Box<dyn Any + Send>) -> Panic {
        let text = payload
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| payload.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "no message".to_owned());
        // The payload is a value of the handler's, and may panic once more.
        let _ = catch_unwind(AssertUnwindSafe(|| drop(payload)));
        Panic(text)
    }

    /// The answer of the call: an incident that the log explains.
    pub(super) fn failure(&self, what: &dyn fmt::Display) -> Failure {
        Failure::internal(&format_args!("{what} panicked: {}", self.0))
    }
}
