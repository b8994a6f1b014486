//! One call: how it is made, and the wait for its answer.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use serde::de::DeserializeOwned;
use tokio::sync::oneshot;
use tokio::time::{Instant, Sleep};

use super::Client;
use super::error::{CallError, Failed};
use super::prepared::Prepared;
use super::request::{CallRequest, Command, Reply, Request, What};
use crate::method_error::MethodError;
use crate::wire;

/// A call that [`call!`](crate::call!) has made. It is sent when it is awaited.
///
/// ```
/// use std::time::Duration;
/// use mego::prelude::*;
///
/// #[mego::method]
/// async fn sum(a: i32, b: i32) -> i32 {
///     a + b
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> mego::Result<()> {
/// let client = Engine::new().register(methods![sum]).in_memory()?.client();
/// let five = mego::call!(client, sum, 2, 3).timeout(Duration::from_secs(5)).await?;
/// assert_eq!(five, 5);
/// # Ok(())
/// # }
/// ```
#[must_use = "a call is not sent until it is awaited"]
pub struct Call<T, E> {
    prepared: Prepared,
    options: Options,
    read: Read<T, E>,
}

/// How what comes is read. Kept as functions, so that the bounds of the types are asked for once, where a call is made.
pub(super) struct Read<T, E> {
    pub(super) value: fn(&[u8]) -> Result<T, rmp_serde::decode::Error>,
    pub(super) error: fn(Failed) -> CallError<E>,
}

impl<T, E> Clone for Read<T, E> {
    fn clone(&self) -> Read<T, E> {
        *self
    }
}

impl<T, E> Copy for Read<T, E> {}

impl<T: DeserializeOwned, E: MethodError> Read<T, E> {
    pub(super) fn new() -> Read<T, E> {
        Read {
            value: |bytes| wire::decode(bytes),
            error: Failed::into_error,
        }
    }
}

/// What else a call says of itself.
#[derive(Debug, Default)]
pub(super) struct Options {
    pub(super) timeout: Option<Duration>,
    pub(super) key: Option<String>,
    pub(super) trace: Option<String>,
}

impl<T: DeserializeOwned, E: MethodError> Call<T, E> {
    pub(crate) fn new(prepared: Prepared) -> Call<T, E> {
        Call {
            prepared,
            options: Options::default(),
            read: Read::new(),
        }
    }
}

impl<T, E> Call<T, E> {
    /// Gives up after this long, counted from when the call is awaited: the server is told, and so is the caller, with
    /// [`CallError::Timeout`]. Otherwise [`Builder::timeout`](super::Builder::timeout) holds, and without that the
    /// server's own deadline.
    pub fn timeout(mut self, time: Duration) -> Call<T, E> {
        self.options.timeout = Some(time);
        self
    }

    /// A key by which the method can tell that it was called before. The server reads it as
    /// [`Context::idempotency_key`](crate::Context::idempotency_key).
    pub fn key(mut self, key: impl Into<String>) -> Call<T, E> {
        self.options.key = Some(key.into());
        self
    }

    /// The trace that the call belongs to, as in the W3C header `traceparent`.
    pub fn trace(mut self, traceparent: impl Into<String>) -> Call<T, E> {
        self.options.trace = Some(traceparent.into());
        self
    }

    /// Sends the call, at once, and wants no answer, not even an error. What comes of it is never known; it may also be lost
    /// with the connection.
    ///
    /// # Errors
    /// When the parameters cannot be sent.
    pub fn notify(self) -> Result<(), CallError<E>> {
        let Call {
            prepared, options, ..
        } = self;
        let client = prepared.client.clone();
        let request = Start::new(prepared, options, None).map_err(CallError::Invalid)?;
        client.send(Request::new(
            request.key,
            What::Notify(request.call),
            None,
            Reply::Nobody,
        ));
        Ok(())
    }
}

impl<T, E> IntoFuture for Call<T, E> {
    type Output = Result<T, CallError<E>>;
    type IntoFuture = Calling<T, E>;

    fn into_future(self) -> Calling<T, E> {
        Calling {
            method: self.prepared.method.clone().into(),
            stage: Stage::Unsent(Box::new((self.prepared, self.options))),
            read: self.read,
        }
    }
}

/// A call that is awaited. Dropping it tells the server to stop the call.
#[must_use = "a call is not sent until it is awaited"]
pub struct Calling<T, E> {
    method: String,
    stage: Stage,
    read: Read<T, E>,
}

enum Stage {
    Unsent(Box<(Prepared, Options)>),
    Sent {
        answer: oneshot::Receiver<Result<Bytes, Failed>>,
        interest: Interest,
        timer: Option<Pin<Box<Sleep>>>,
    },
    Over,
}

/// That somebody waits for an answer. Dropped before it has come, the server is told that nobody does.
#[derive(Debug)]
pub(super) struct Interest {
    pub(super) client: Client,
    pub(super) key: u64,
    pub(super) is_over: bool,
}

impl Drop for Interest {
    fn drop(&mut self) {
        if !self.is_over {
            self.client.command(Command::Cancel(self.key));
        }
    }
}

/// What a call is when it is about to be sent.
pub(super) struct Start {
    pub(super) key: u64,
    pub(super) deadline: Option<Instant>,
    pub(super) call: CallRequest,
}

impl Start {
    pub(super) fn new(prepared: Prepared, options: Options, credit: Option<u32>) -> Result<Start, String> {
        let client = &prepared.client;
        let timeout = options.timeout.or(client.timeout());
        Ok(Start {
            key: client.next_key(),
            deadline: timeout.map(|timeout| Instant::now() + timeout),
            call: CallRequest {
                method: prepared.method,
                params: prepared.params.finish()?,
                key: options.key,
                trace: options.trace,
                credit,
                is_idempotent: prepared.is_idempotent,
            },
        })
    }
}

pub(super) fn timer(deadline: Option<Instant>) -> Option<Pin<Box<Sleep>>> {
    deadline.map(|deadline| Box::pin(tokio::time::sleep_until(deadline)))
}

pub(super) fn has_rung(timer: &mut Option<Pin<Box<Sleep>>>, cx: &mut Context<'_>) -> bool {
    timer
        .as_mut()
        .is_some_and(|timer| timer.as_mut().poll(cx).is_ready())
}

impl Stage {
    fn send(prepared: Prepared, options: Options) -> Result<Stage, String> {
        let client = prepared.client.clone();
        let Start { key, deadline, call } = Start::new(prepared, options, None)?;
        let (reply, answer) = oneshot::channel();
        client.send(Request::new(key, What::Call(call), deadline, Reply::Value(reply)));
        Ok(Stage::Sent {
            answer,
            interest: Interest {
                client,
                key,
                is_over: false,
            },
            timer: timer(deadline),
        })
    }
}

impl<T, E> Future for Calling<T, E> {
    type Output = Result<T, CallError<E>>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        this.stage = match std::mem::replace(&mut this.stage, Stage::Over) {
            Stage::Unsent(unsent) => match Stage::send(unsent.0, unsent.1) {
                Ok(sent) => sent,
                Err(problem) => return Poll::Ready(Err(CallError::Invalid(problem))),
            },
            other => other,
        };
        let Stage::Sent {
            answer,
            interest,
            timer,
        } = &mut this.stage
        else {
            return Poll::Pending;
        };
        let result = match Pin::new(answer).poll(cx) {
            Poll::Ready(Ok(Ok(result))) => (this.read.value)(&result).map_err(|error| {
                CallError::Invalid(format!(
                    "the answer of `{}` is not as this client expects: {error}",
                    this.method
                ))
            }),
            Poll::Ready(Ok(Err(failed))) => Err((this.read.error)(failed)),
            // The task has ended without another word.
            Poll::Ready(Err(_)) => Err(CallError::disconnected("the client is closed")),
            Poll::Pending if has_rung(timer, cx) => {
                // Dropping the interest tells the server.
                this.stage = Stage::Over;
                return Poll::Ready(Err(CallError::Timeout));
            }
            Poll::Pending => return Poll::Pending,
        };
        interest.is_over = true;
        this.stage = Stage::Over;
        Poll::Ready(result)
    }
}

impl<T, E> fmt::Debug for Call<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Call").field(&self.prepared.method).finish()
    }
}

impl<T, E> fmt::Debug for Calling<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Calling").field(&self.method).finish()
    }
}
