//! Errors: [`Error`] for what goes wrong while a call runs, [`SetupError`] for an engine that cannot start.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use serde::Serialize;

use crate::Status;
use crate::wire;

/// A `Result` whose error is Mego's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, outside of the errors that a method declares.
///
/// There are two kinds. An **internal** error is made by `?` from any [`std::error::Error`]: the client gets the status
/// `Error`, an opaque message and an incident id, and the log gets that id with the whole chain. A **fault** is made by
/// [`Error::new`] and says to the client what it says here.
///
/// Like `anyhow::Error` it does not implement [`std::error::Error`] itself, which is what makes `?` work on every type
/// that does.
///
/// ```
/// use mego::{Error, Status};
///
/// fn parse(text: &str) -> mego::Result<u32> {
///     let number: u32 = text.parse()?; // internal: the client never sees the text
///     if number == 0 {
///         return Err(Error::new(Status::Invalid, "zero has no inverse"));
///     }
///     Ok(number)
/// }
/// assert_eq!(parse("0").unwrap_err().status(), Status::Invalid);
/// assert_eq!(parse("x").unwrap_err().status(), Status::Error);
/// ```
pub struct Error(Box<Repr>);

pub(crate) enum Repr {
    Fault(Fault),
    Internal {
        context: Vec<Cow<'static, str>>,
        source: Option<Box<dyn StdError + Send + Sync>>,
    },
}

/// An error that the client may read.
pub(crate) struct Fault {
    pub(crate) status: Status,
    pub(crate) message: Cow<'static, str>,
    pub(crate) data: Option<Vec<u8>>,
    pub(crate) retry_after: Option<Duration>,
}

impl Error {
    /// A fault that the client gets with this status and message.
    #[must_use]
    pub fn new(status: Status, message: impl Into<Cow<'static, str>>) -> Error {
        Error(Box::new(Repr::Fault(Fault {
            status,
            message: message.into(),
            data: None,
            retry_after: None,
        })))
    }

    /// An internal error that is only a sentence. The client does not see it; the log does.
    #[must_use]
    pub fn internal(message: impl Into<Cow<'static, str>>) -> Error {
        Error(Box::new(Repr::Internal {
            context: vec![message.into()],
            source: None,
        }))
    }

    /// Adds data to a fault. Where it cannot be encoded, or the error is internal, nothing is added: an error about an
    /// error would hide the first.
    #[must_use]
    pub fn with_data<T: Serialize + ?Sized>(mut self, data: &T) -> Error {
        if let Repr::Fault(fault) = &mut *self.0 {
            fault.data = wire::encode(data).ok();
        }
        self
    }

    /// Tells the client to wait this long before it tries again. Sent in whole milliseconds, for faults only.
    #[must_use]
    pub fn with_retry_after(mut self, wait: Duration) -> Error {
        if let Repr::Fault(fault) = &mut *self.0 {
            fault.retry_after = Some(wait);
        }
        self
    }

    /// Says what was being done, for the log. The client does not see it.
    ///
    /// ```
    /// let error = mego::Error::from(std::io::Error::other("disk on fire")).context("saving the album");
    /// assert_eq!(error.to_string(), "saving the album: disk on fire");
    /// ```
    #[must_use]
    pub fn context(self, doing: impl Into<Cow<'static, str>>) -> Error {
        let (mut context, source) = match *self.0 {
            Repr::Internal { context, source } => (context, source),
            Repr::Fault(_) => return self,
        };
        context.push(doing.into());
        Error(Box::new(Repr::Internal { context, source }))
    }

    /// The status that the client gets.
    #[must_use]
    pub fn status(&self) -> Status {
        match &*self.0 {
            Repr::Fault(fault) => fault.status,
            Repr::Internal { .. } => Status::Error,
        }
    }

    /// The error that an internal error was made from, if it was made from one of this type.
    #[must_use]
    pub fn downcast_ref<E: StdError + 'static>(&self) -> Option<&E> {
        match &*self.0 {
            Repr::Internal {
                source: Some(source), ..
            } => source.downcast_ref(),
            _ => None,
        }
    }

    pub(crate) fn into_repr(self) -> Repr {
        *self.0
    }
}

impl<E: StdError + Send + Sync + 'static> From<E> for Error {
    fn from(source: E) -> Error {
        Error(Box::new(Repr::Internal {
            context: Vec::new(),
            source: Some(Box::new(source)),
        }))
    }
}

impl fmt::Display for Repr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Repr::Fault(fault) => write!(f, "{}: {}", fault.status, fault.message),
            Repr::Internal { context, source } => {
                let mut parts = context.iter().rev().map(ToString::to_string).collect::<Vec<_>>();
                let mut cause: Option<&dyn StdError> = source.as_deref().map(|source| source as _);
                while let Some(error) = cause {
                    parts.push(error.to_string());
                    cause = error.source();
                }
                f.write_str(&parts.join(": "))
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&*self.0, f)
    }
}

/// As [`Display`](fmt::Display), for this is what `main` prints when it returns the error.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&*self.0, f)
    }
}

/// Why an engine cannot start: everything that is wrong with it, not only the first.
#[derive(Clone, PartialEq, Eq)]
pub struct SetupError {
    problems: Vec<String>,
}

impl SetupError {
    pub(crate) fn new(problem: String) -> SetupError {
        SetupError {
            problems: vec![problem],
        }
    }

    /// Nothing when there are no problems.
    pub(crate) fn check(problems: Vec<String>) -> std::result::Result<(), SetupError> {
        if problems.is_empty() {
            Ok(())
        } else {
            Err(SetupError { problems })
        }
    }

    /// One sentence for each problem, with its fix.
    #[must_use]
    pub fn problems(&self) -> &[String] {
        &self.problems
    }
}

impl fmt::Display for SetupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the engine cannot start:")?;
        self.problems
            .iter()
            .try_for_each(|problem| write!(f, "\n- {problem}"))
    }
}

impl fmt::Debug for SetupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl StdError for SetupError {}
