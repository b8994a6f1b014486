//! How a call fails, as its caller sees it.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::Status;
use crate::method_error::MethodError;
use crate::rebuild::ErrorData;
use crate::wire::{self, CloseCode, ErrFrame};

/// Why a call has no result. `E` is the error that the method itself returns.
///
/// ```
/// use mego::client::CallError;
/// use mego::prelude::*;
///
/// #[derive(Debug, MethodError)]
/// enum SignUpError {
///     /// Somebody has these already.
///     #[mego(status = Exists)]
///     Taken { names: Vec<String> },
/// }
///
/// #[mego::method]
/// async fn sign_up(name: String) -> Result<u32, SignUpError> {
///     Err(SignUpError::Taken { names: vec![name] })
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> mego::Result<()> {
/// let client = Engine::new().register(methods![sign_up]).in_memory()?.client();
/// match mego::call!(client, sign_up, "yami".to_owned()).await {
///     Ok(id) => println!("welcome, number {id}"),
///     Err(CallError::Declared(SignUpError::Taken { names })) => assert_eq!(names, ["yami"]),
///     Err(error) => return Err(error.into()),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallError<E> {
    /// An error that the method declares.
    Declared(E),
    /// Something around the method failed, or the method with an error that it does not declare.
    Fault(Box<Fault>),
    /// There is no connection, or it was lost before the answer came.
    Disconnected {
        /// Whether the server may have executed the call. One that was not sent was not.
        maybe_executed: bool,
        /// What happened to the connection.
        reason: String,
    },
    /// The server was told to stop the call, or stopped it by itself.
    Cancelled,
    /// The deadline has passed, here or on the server.
    Timeout,
    /// The parameters cannot be sent, or the answer is not what this client expects.
    Invalid(String),
}

/// An error that does not belong to the method.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// The status; [`Status::Error`] for a code that is none of the built-in ones.
    pub status: Status,
    /// The code on the wire.
    pub code: u16,
    /// A sentence for people.
    pub message: String,
    /// The error's data, a MessagePack value: see [`Fault::decode`].
    pub data: Option<Bytes>,
    /// The server's log has more under this id.
    pub incident: Option<String>,
    /// How long to wait before the next attempt.
    pub retry_after: Option<Duration>,
}

impl Fault {
    /// The data as a type; nothing where there is none, or it is something else.
    #[must_use]
    pub fn decode<T: DeserializeOwned>(&self) -> Option<T> {
        wire::decode(self.data.as_deref()?).ok()
    }
}

impl<E: MethodError> CallError<E> {
    /// The code on the wire; nothing where the server said none.
    #[must_use]
    pub fn code(&self) -> Option<u16> {
        match self {
            CallError::Declared(error) => error.code(),
            CallError::Fault(fault) => Some(fault.code),
            CallError::Cancelled => Some(Status::Cancelled.code()),
            CallError::Timeout => Some(Status::Timeout.code()),
            CallError::Disconnected { .. } | CallError::Invalid(_) => None,
        }
    }

    /// The built-in status; nothing where the code is the application's own, or the server said none.
    #[must_use]
    pub fn status(&self) -> Option<Status> {
        self.code().and_then(Status::from_code)
    }
}

impl<E> CallError<E> {
    pub(crate) fn disconnected(reason: impl Into<String>) -> CallError<E> {
        CallError::Disconnected {
            maybe_executed: false,
            reason: reason.into(),
        }
    }
}

impl<E: fmt::Debug> fmt::Display for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // Enums of errors seldom are `Display`, and nearly always `Debug`.
            CallError::Declared(error) => write!(f, "{error:?}"),
            CallError::Fault(fault) => fault.fmt(f),
            CallError::Disconnected {
                maybe_executed: false,
                reason,
            } => write!(f, "{reason}; the call was not executed"),
            CallError::Disconnected { reason, .. } => {
                write!(f, "{reason}; the call may have been executed")
            }
            CallError::Cancelled => f.write_str("the call was cancelled"),
            CallError::Timeout => f.write_str("the deadline has passed"),
            CallError::Invalid(problem) => f.write_str(problem),
        }
    }
}

/// As [`Display`](fmt::Display) for all but a declared error, for this is what a test that unwraps prints.
impl<E: fmt::Debug> fmt::Debug for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CallError::Declared(error) => f.debug_tuple("Declared").field(error).finish(),
            CallError::Fault(_) => write!(f, "Fault({self})"),
            CallError::Disconnected { .. } => write!(f, "Disconnected({self})"),
            CallError::Cancelled => f.write_str("Cancelled"),
            CallError::Timeout => f.write_str("Timeout"),
            CallError::Invalid(_) => write!(f, "Invalid({self})"),
        }
    }
}

impl<E: fmt::Debug> StdError for CallError<E> {}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Status::from_code(self.code) {
            Some(status) => write!(f, "{status}: {}", self.message)?,
            None => write!(f, "{}: {}", self.code, self.message)?,
        }
        match &self.incident {
            Some(incident) => write!(f, " (incident {incident})"),
            None => Ok(()),
        }
    }
}

impl StdError for Fault {}

/// Why a client could not connect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectError {
    pub(crate) reason: String,
    pub(crate) code: Option<CloseCode>,
    pub(crate) fault: Option<Box<Fault>>,
}

impl ConnectError {
    pub(crate) fn new(reason: impl Into<String>) -> ConnectError {
        ConnectError {
            reason: reason.into(),
            code: None,
            fault: None,
        }
    }

    /// What the server answered to the Hello, if it refused it.
    #[must_use]
    pub fn fault(&self) -> Option<&Fault> {
        self.fault.as_deref()
    }

    /// The status of that answer.
    #[must_use]
    pub fn status(&self) -> Option<Status> {
        self.fault.as_deref().map(|fault| fault.status)
    }

    /// How the server closed the connection, if it did.
    #[must_use]
    pub fn close_code(&self) -> Option<CloseCode> {
        self.code
    }
}

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.fault, self.code) {
            (Some(fault), _) => fault.fmt(f),
            (None, Some(code)) => write!(f, "the server closed with {code}: {}", self.reason),
            (None, None) => f.write_str(&self.reason),
        }
    }
}

impl StdError for ConnectError {}

/// How a request failed, while nobody knows yet what its error is made of.
#[derive(Clone, Debug)]
pub(crate) enum Failed {
    Answered(Box<Answer>),
    Disconnected { maybe_executed: bool, reason: String },
    Timeout,
    Invalid(String),
}

/// What an Err frame says.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    is_fault: bool,
    fault: Fault,
}

impl Answer {
    pub(crate) fn new(err: &ErrFrame<'_>) -> Answer {
        let code = u16::try_from(err.code).unwrap_or(Status::Error.code());
        let fault = Fault {
            status: Status::from_code(code).unwrap_or(Status::Error),
            code,
            message: err.message.to_owned(),
            data: err.data.map(Bytes::copy_from_slice),
            incident: err.incident.map(str::to_owned),
            retry_after: err.retry_after_ms.map(Duration::from_millis),
        };
        Answer {
            is_fault: err.is_fault,
            fault,
        }
    }

    pub(crate) fn status(&self) -> Status {
        self.fault.status
    }

    pub(crate) fn into_fault(self) -> Box<Fault> {
        Box::new(self.fault)
    }

    fn into_error<E: MethodError>(self) -> CallError<E> {
        let Answer { is_fault, fault } = self;
        if !is_fault && let Some(error) = E::from_wire(fault.code, ErrorData::new(fault.data.as_deref())) {
            return CallError::Declared(error);
        }
        match fault.status {
            Status::Cancelled if is_fault => CallError::Cancelled,
            Status::Timeout if is_fault => CallError::Timeout,
            _ => CallError::Fault(Box::new(fault)),
        }
    }
}

impl Failed {
    /// Nothing was sent.
    pub(crate) fn offline(reason: impl Into<String>) -> Failed {
        Failed::Disconnected {
            maybe_executed: false,
            reason: reason.into(),
        }
    }

    pub(crate) fn into_error<E: MethodError>(self) -> CallError<E> {
        match self {
            Failed::Answered(answer) => answer.into_error(),
            Failed::Disconnected {
                maybe_executed,
                reason,
            } => CallError::Disconnected {
                maybe_executed,
                reason,
            },
            Failed::Timeout => CallError::Timeout,
            Failed::Invalid(problem) => CallError::Invalid(problem),
        }
    }
}
