//! What a call is answered with, as middleware sees it.

use std::fmt;

use crate::Status;
use crate::call::Call;
use crate::error::{Error, Result};
use crate::failure::Failure;
use crate::method::MethodOutput;
use crate::stream::{Held, Items};
use crate::wire;

/// The answer of a call: a result, an error, or a stream that begins.
///
/// Middleware gets it from [`Next::run`](crate::Next::run) and gives it on, or makes one of its own.
///
/// ```
/// use mego::prelude::*;
/// use mego::{Error, Status};
///
/// async fn members_only(cx: Context, next: Next) -> Reply {
///     if cx.session().user().is_none() {
///         return Reply::error(Error::new(Status::NotAuthorized, "sign in first"));
///     }
///     next.run(cx).await
/// }
/// ```
pub struct Reply {
    /// The call, where it got as far as its method: its memory serves the next one.
    pub(crate) call: Option<Call>,
    pub(crate) outcome: Outcome,
}

pub(crate) enum Outcome {
    /// The result is in the call's buffer.
    Result,
    /// A result that was made without the method.
    Made(Box<[u8]>),
    Failed(Box<Failure>),
    Stream(Items),
}

impl Reply {
    pub(crate) fn failed(failure: Failure) -> Reply {
        Reply {
            call: None,
            outcome: Outcome::Failed(Box::new(failure)),
        }
    }

    /// An answer with this result. A value that cannot be encoded makes it an internal error.
    #[must_use]
    pub fn ok<T: MethodOutput>(value: &T) -> Reply {
        match wire::encode(value) {
            Ok(bytes) => Reply {
                call: None,
                outcome: Outcome::Made(bytes.into()),
            },
            Err(error) => Reply::error(Error::from(error).context("encoding a reply")),
        }
    }

    /// An answer without a result: the client reads nil.
    #[must_use]
    pub fn empty() -> Reply {
        Reply::ok(&())
    }

    /// An answer that says what went wrong.
    #[must_use]
    pub fn error(error: impl Into<Error>) -> Reply {
        Reply::failed(Failure::from(error.into()))
    }

    /// Whether it is a result or a stream.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        !matches!(self.outcome, Outcome::Failed(_))
    }

    /// Whether it is a stream, of which the items follow.
    #[must_use]
    pub fn is_stream(&self) -> bool {
        matches!(self.outcome, Outcome::Stream(_))
    }

    /// The status code: 0 for a result or a stream.
    #[must_use]
    pub fn code(&self) -> u16 {
        match &self.outcome {
            Outcome::Failed(failure) => failure.code(),
            _ => Status::Ok.code(),
        }
    }

    /// The status, where it is one of the built-in ones.
    #[must_use]
    pub fn status(&self) -> Option<Status> {
        Status::from_code(self.code())
    }

    /// What the error says to the client.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        match &self.outcome {
            Outcome::Failed(failure) => Some(failure.message()),
            _ => None,
        }
    }

    /// The incident under which the log says more, where the error is an internal one.
    #[must_use]
    pub fn incident(&self) -> Option<&str> {
        match &self.outcome {
            Outcome::Failed(failure) => failure.incident(),
            _ => None,
        }
    }

    /// The size of the result in bytes; 0 for an error or a stream.
    #[must_use]
    pub fn size(&self) -> usize {
        match &self.outcome {
            Outcome::Result => self.call.as_ref().map_or(0, |call| call.result().len()),
            Outcome::Made(bytes) => bytes.len(),
            Outcome::Failed(_) | Outcome::Stream(_) => 0,
        }
    }

    /// Keeps a value until the answer is complete: for a stream, until it has ended. A permit, for example.
    #[must_use]
    pub fn keep<T: Send + 'static>(mut self, value: T) -> Reply {
        if let Outcome::Stream(items) = self.outcome {
            self.outcome = Outcome::Stream(Box::pin(Held { items, _value: value }));
        }
        self
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("code", &self.code())
            .field("size", &self.size())
            .field("is_stream", &self.is_stream())
            .finish()
    }
}

/// What middleware may return.
#[diagnostic::on_unimplemented(
    message = "middleware cannot answer with `{Self}`",
    label = "expected a `mego::Reply`",
    note = "`next.run(cx).await` gives one; to answer without it, use `Reply::ok(&value)` or `Reply::error(error)`",
    note = "to answer with nothing, say so: `Reply::empty()`",
    note = "`mego::Result<Reply>` works too, so that `?` does"
)]
pub trait IntoReply {
    /// The answer.
    fn into_reply(self) -> Reply;
}

impl IntoReply for Reply {
    fn into_reply(self) -> Reply {
        self
    }
}

impl IntoReply for Error {
    fn into_reply(self) -> Reply {
        Reply::error(self)
    }
}

impl<T: IntoReply> IntoReply for Result<T> {
    fn into_reply(self) -> Reply {
        self.map_or_else(Reply::error, IntoReply::into_reply)
    }
}
