//! How a call failed, in the form in which it goes over the wire.

use std::borrow::Cow;
use std::time::Duration;

use crate::call::shown;
use crate::error::{Error, Fault, Repr};
use crate::method::MethodOutput;
use crate::wire::{self, EncodeError, ErrFrame, Frame, Write};
use crate::{Status, random};

/// What an Err frame holds.
#[derive(Debug)]
pub struct Failure {
    code: u16,
    message: Cow<'static, str>,
    data: Option<Vec<u8>>,
    is_fault: bool,
    incident: Option<String>,
    retry_after: Option<Duration>,
}

impl Failure {
    /// An error that the method declares.
    #[must_use]
    pub fn declared(code: u16, message: impl Into<Cow<'static, str>>) -> Failure {
        Failure {
            code,
            message: message.into(),
            data: None,
            is_fault: false,
            incident: None,
            retry_after: None,
        }
    }

    /// The data of a declared error, as one value. Data that cannot be encoded makes it an internal error.
    #[must_use]
    pub fn with_value<T: MethodOutput>(mut self, value: &T) -> Failure {
        match wire::encode(value) {
            Ok(data) => {
                self.data = Some(data);
                self
            }
            Err(error) => self.unencodable(error),
        }
    }

    /// Begins the data of a declared error that has this many fields. Each has to follow by `with_field`.
    #[must_use]
    pub fn with_fields(mut self, count: u32) -> Failure {
        let mut data = Vec::new();
        data.map(count);
        self.data = Some(data);
        self
    }

    /// The next field. One that cannot be encoded makes the whole an internal error.
    #[must_use]
    pub fn with_field<T: MethodOutput>(mut self, name: &str, value: &T) -> Failure {
        // A field before this one may have failed, and then there is nothing to add to.
        let Some(data) = &mut self.data else { return self };
        data.text(name);
        match wire::encode_into(data, value, usize::MAX) {
            Ok(()) => self,
            Err(EncodeError::Serialize(error)) => self.unencodable(error),
            Err(EncodeError::TooLarge) => self,
        }
    }

    fn unencodable(self, error: rmp_serde::encode::Error) -> Failure {
        let doing = format!("encoding the data of the error with code {}", self.code);
        Failure::from(Error::from(error).context(doing))
    }

    pub(crate) fn fault(status: Status, message: impl Into<Cow<'static, str>>) -> Failure {
        Failure {
            is_fault: true,
            ..Failure::declared(status.code(), message)
        }
    }

    pub(crate) fn too_large(what: &str, max: usize) -> Failure {
        let text = format!("{what} is larger than {max} bytes, the server's limit");
        Failure::fault(Status::ResourceExhausted, text)
    }

    pub(crate) fn closing() -> Failure {
        Failure::fault(Status::Unavailable, "the server is closing")
    }

    pub(crate) fn busy(limit: usize) -> Failure {
        let text = format!("{limit} calls are in flight, the limit of a session");
        Failure::fault(Status::Busy, text)
    }

    pub(crate) fn no_method(name: &str) -> Failure {
        Failure::fault(
            Status::Unimplemented,
            format!("there is no method `{}`", shown(name)),
        )
    }

    /// A failure of which the client learns only an incident id; the log has the rest under it.
    pub(crate) fn internal(cause: &dyn std::fmt::Display) -> Failure {
        let incident = random::incident();
        tracing::error!(target: "mego", incident, "{cause}");
        Failure {
            incident: Some(incident),
            ..Failure::fault(Status::Error, "something failed inside the server")
        }
    }

    pub(crate) fn code(&self) -> u16 {
        self.code
    }

    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    pub(crate) fn incident(&self) -> Option<&str> {
        self.incident.as_deref()
    }

    pub(crate) fn write(&self, id: u32, out: &mut Vec<u8>) {
        let frame = ErrFrame {
            id,
            code: u64::from(self.code),
            message: &self.message,
            data: self.data.as_deref(),
            is_fault: self.is_fault,
            incident: self.incident.as_deref(),
            retry_after_ms: self.retry_after.map(|wait| {
                u64::try_from(wait.as_millis())
                    .unwrap_or(u64::MAX)
                    .min(wire::MAX_INTEGER)
            }),
        };
        Frame::Err(Box::new(frame)).write(out);
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        match error.into_repr() {
            Repr::Fault(Fault {
                status,
                message,
                data,
                retry_after,
            }) => Failure {
                data,
                retry_after,
                ..Failure::fault(status, message)
            },
            internal @ Repr::Internal { .. } => Failure::internal(&internal),
        }
    }
}
