//! Status codes: what a reply says about how a call ended.

use std::fmt;

/// A built-in status code.
///
/// Codes 0 to 100 belong to Mego; a method's own errors are numbered from [`Status::FIRST_CUSTOM`].
/// The names are the same in Rust, in TypeScript and in the documents.
///
/// ```
/// use mego::Status;
///
/// assert_eq!(Status::NotFound.code(), 55);
/// assert_eq!(Status::from_code(55), Some(Status::NotFound));
/// assert_eq!(Status::from_name("NotFound"), Some(Status::NotFound));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[repr(u16)]
pub enum Status {
    /// The call succeeded.
    Ok = 0,
    /// The work has begun and goes on after the reply.
    Processing = 1,
    /// Nothing had to be changed.
    NoChanges = 2,
    /// Something failed inside the server.
    Error = 51,
    /// There is no room left.
    Full = 52,
    /// It exists already.
    Exists = 53,
    /// The input is not valid.
    Invalid = 54,
    /// There is no such thing.
    NotFound = 55,
    /// The caller is not signed in.
    NotAuthorized = 56,
    /// The caller is signed in and may not do this.
    NoPermission = 57,
    /// The server has no such method.
    Unimplemented = 58,
    /// The caller sends too much in too short a time.
    TooManyRequests = 59,
    /// A limit on size or number was reached.
    ResourceExhausted = 60,
    /// Too much is going on at once; try again.
    Busy = 61,
    /// The deadline of the call has passed.
    Timeout = 62,
    /// The caller cancelled the call.
    Cancelled = 63,
    /// The server cannot answer now; try again later.
    Unavailable = 64,
    /// A part of a file has to be sent again.
    FileRetry = 70,
    /// A file has no content.
    FileEmpty = 71,
    /// A file is larger than the method allows.
    FileTooLarge = 72,
}

impl Status {
    /// Every built-in status, in the order of its code.
    pub const ALL: &[Status] = &[
        Status::Ok,
        Status::Processing,
        Status::NoChanges,
        Status::Error,
        Status::Full,
        Status::Exists,
        Status::Invalid,
        Status::NotFound,
        Status::NotAuthorized,
        Status::NoPermission,
        Status::Unimplemented,
        Status::TooManyRequests,
        Status::ResourceExhausted,
        Status::Busy,
        Status::Timeout,
        Status::Cancelled,
        Status::Unavailable,
        Status::FileRetry,
        Status::FileEmpty,
        Status::FileTooLarge,
    ];

    /// The first code that a method's own error may have.
    pub const FIRST_CUSTOM: u16 = 101;

    /// The number on the wire.
    #[must_use]
    pub const fn code(self) -> u16 {
        self as u16
    }

    /// The name, the same in Rust, TypeScript and the documents.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Status::Ok => "OK",
            Status::Processing => "Processing",
            Status::NoChanges => "NoChanges",
            Status::Error => "Error",
            Status::Full => "Full",
            Status::Exists => "Exists",
            Status::Invalid => "Invalid",
            Status::NotFound => "NotFound",
            Status::NotAuthorized => "NotAuthorized",
            Status::NoPermission => "NoPermission",
            Status::Unimplemented => "Unimplemented",
            Status::TooManyRequests => "TooManyRequests",
            Status::ResourceExhausted => "ResourceExhausted",
            Status::Busy => "Busy",
            Status::Timeout => "Timeout",
            Status::Cancelled => "Cancelled",
            Status::Unavailable => "Unavailable",
            Status::FileRetry => "FileRetry",
            Status::FileEmpty => "FileEmpty",
            Status::FileTooLarge => "FileTooLarge",
        }
    }

    /// The built-in status with this code, if there is one.
    #[must_use]
    pub fn from_code(code: u16) -> Option<Status> {
        Status::ALL.iter().copied().find(|status| status.code() == code)
    }

    /// The built-in status with this name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Status> {
        Status::ALL.iter().copied().find(|status| status.name() == name)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
