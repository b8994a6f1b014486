//! A call that is answered with a stream.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use serde::de::DeserializeOwned;
use tokio::sync::mpsc;
use tokio::time::Sleep;

use super::call::{Interest, Options, Read, Start, has_rung, timer};
use super::error::CallError;
use super::prepared::Prepared;
use super::request::{Command, Reply, Request, StreamNews, What};
use crate::method_error::MethodError;
use crate::stream::Stream;

/// As the server's default.
const CREDIT: u32 = 64;

/// A call of a method that answers with a stream: a [`Stream`] of its items, sent when it is polled for the first.
///
/// An error ends it. A connection that is lost is one: a stream is never begun again by itself. Dropping it tells the
/// server to stop.
///
/// The server sends items as far as it has credit, and gets more when half of it has been used: a slow consumer holds at
/// most [`credit`](StreamCall::credit) items.
///
/// ```
/// use mego::prelude::*;
///
/// /// Counts down to zero.
/// #[mego::method]
/// async fn countdown(from: u32) -> impl Stream<Item = u32> {
///     futures_util::stream::iter((0..=from).rev())
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> mego::Result<()> {
/// let client = Engine::new().register(methods![countdown]).in_memory()?.client();
/// let mut numbers = mego::call!(client, countdown, 2);
/// while let Some(number) = numbers.next().await {
///     println!("{}…", number?);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream is not asked for until it is polled"]
pub struct StreamCall<T, E> {
    method: String,
    stage: Stage,
    credit: u32,
    /// Items that were taken since the server was last told.
    taken: u32,
    read: Read<T, E>,
}

enum Stage {
    Unsent(Box<(Prepared, Options)>),
    Open {
        news: mpsc::UnboundedReceiver<StreamNews>,
        interest: Interest,
        /// Until the first item.
        timer: Option<Pin<Box<Sleep>>>,
    },
    Over,
}

impl<T: DeserializeOwned, E: MethodError> StreamCall<T, E> {
    pub(crate) fn new(prepared: Prepared) -> StreamCall<T, E> {
        StreamCall {
            method: prepared.method.clone().into(),
            stage: Stage::Unsent(Box::new((prepared, Options::default()))),
            credit: CREDIT,
            taken: 0,
            read: Read::new(),
        }
    }
}

impl<T, E> StreamCall<T, E> {
    /// The next item; nothing when the stream has ended. May be dropped before it comes back, and nothing is lost.
    pub async fn next(&mut self) -> Option<Result<T, CallError<E>>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// How many items may be on their way or wait to be taken; default 64, at least 1. Like the other options, it has an
    /// effect before the first item is asked for.
    pub fn credit(mut self, items: u32) -> StreamCall<T, E> {
        if matches!(self.stage, Stage::Unsent(_)) {
            self.credit = items.max(1);
        }
        self
    }

    /// Gives up when the first item is not there after this long. See [`Call::timeout`](super::Call::timeout).
    pub fn timeout(self, time: Duration) -> StreamCall<T, E> {
        self.with(|options| options.timeout = Some(time))
    }

    /// See [`Call::key`](super::Call::key).
    pub fn key(self, key: impl Into<String>) -> StreamCall<T, E> {
        self.with(|options| options.key = Some(key.into()))
    }

    /// See [`Call::trace`](super::Call::trace).
    pub fn trace(self, traceparent: impl Into<String>) -> StreamCall<T, E> {
        self.with(|options| options.trace = Some(traceparent.into()))
    }

    fn with(mut self, set: impl FnOnce(&mut Options)) -> StreamCall<T, E> {
        if let Stage::Unsent(unsent) = &mut self.stage {
            set(&mut unsent.1);
        }
        self
    }

    fn send(&mut self) -> Result<(), String> {
        let Stage::Unsent(unsent) = std::mem::replace(&mut self.stage, Stage::Over) else {
            return Ok(());
        };
        let (prepared, options) = *unsent;
        let client = prepared.client.clone();
        let Start { key, deadline, call } = Start::new(prepared, options, Some(self.credit))?;
        let (reply, news) = mpsc::unbounded_channel();
        client.send(Request::new(
            key,
            What::Call(call),
            deadline,
            Reply::Stream(reply),
        ));
        self.stage = Stage::Open {
            news,
            interest: Interest {
                client,
                key,
                is_over: false,
            },
            timer: timer(deadline),
        };
        Ok(())
    }
}

/// Notes that an item was taken, and grants as many as were when that is half of what there is.
fn grant(credit: u32, taken: &mut u32, interest: &Interest) {
    *taken += 1;
    if taken.saturating_mul(2) >= credit {
        interest.client.command(Command::Credit {
            key: interest.key,
            items: u64::from(*taken),
        });
        *taken = 0;
    }
}

impl<T, E> Stream for StreamCall<T, E> {
    type Item = Result<T, CallError<E>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Err(problem) = self.send_if_unsent() {
            return Poll::Ready(Some(Err(CallError::Invalid(problem))));
        }
        let this = &mut *self;
        let Stage::Open {
            news,
            interest,
            timer,
        } = &mut this.stage
        else {
            return Poll::Ready(None);
        };
        let (item, is_over) = match news.poll_recv(cx) {
            Poll::Ready(Some(StreamNews::Item(value))) => {
                *timer = None;
                match (this.read.value)(&value) {
                    Ok(item) => {
                        grant(this.credit, &mut this.taken, interest);
                        return Poll::Ready(Some(Ok(item)));
                    }
                    Err(error) => {
                        let text = format!(
                            "an item of `{}` is not as this client expects: {error}",
                            this.method
                        );
                        // The server goes on, and is told that nobody listens.
                        (Some(CallError::Invalid(text)), false)
                    }
                }
            }
            Poll::Ready(Some(StreamNews::End)) => (None, true),
            Poll::Ready(Some(StreamNews::Failed(failed))) => (Some((this.read.error)(failed)), true),
            Poll::Ready(None) => (Some(CallError::disconnected("the client is closed")), true),
            Poll::Pending if has_rung(timer, cx) => (Some(CallError::Timeout), false),
            Poll::Pending => return Poll::Pending,
        };
        interest.is_over = is_over;
        this.stage = Stage::Over;
        Poll::Ready(item.map(Err))
    }
}

impl<T, E> StreamCall<T, E> {
    fn send_if_unsent(&mut self) -> Result<(), String> {
        match &self.stage {
            Stage::Unsent(_) => self.send(),
            Stage::Open { .. } | Stage::Over => Ok(()),
        }
    }
}

impl<T, E> fmt::Debug for StreamCall<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("StreamCall").field(&self.method).finish()
    }
}
