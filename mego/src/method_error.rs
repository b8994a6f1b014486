//! Errors that a method declares: typed, documented, and part of the client.

use crate::contract::Declarations;
use crate::error::Error;
use crate::failure::Failure;
use crate::rebuild::ErrorData;

/// An error that a method may return. Derive it for an enum; each variant becomes one error of the contract.
///
/// A variant says its code in one of three ways: `#[mego(status = Exists)]` for a built-in status, `#[mego(code = 101)]`
/// for one of its own (101 to 65535), `#[mego(transparent)]` for whatever a [`mego::Error`](Error) says, with a `From`
/// for `?`. A variant that bears the name of a built-in status needs neither. The fields are the error's data, the
/// doc comment is its message and stands in the documents.
///
/// ```
/// use mego::prelude::*;
///
/// #[derive(MethodError)]
/// enum SignUpError {
///     /// Somebody has these already.
///     #[mego(status = Exists)]
///     Taken { exists: Vec<String> },
///     /// Sign-up is closed for today.
///     #[mego(code = 101)]
///     Closed,
///     #[mego(transparent)]
///     Other(mego::Error),
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the error of a Mego method",
    label = "this error has no status codes",
    note = "put `#[derive(mego::MethodError)]` on the enum, or return `mego::Result<T>` for errors that clients need not tell apart"
)]
pub trait MethodError: Send + 'static {
    #[doc(hidden)]
    fn into_failure(self) -> Failure;

    #[doc(hidden)]
    fn declare(declarations: &mut Declarations);

    /// The code on the wire; nothing where the error is whatever it holds.
    #[doc(hidden)]
    fn code(&self) -> Option<u16> {
        None
    }

    /// The error that a client was answered, if it is one of these.
    #[doc(hidden)]
    fn from_wire(_: u16, _: ErrorData<'_>) -> Option<Self>
    where
        Self: Sized,
    {
        None
    }
}

impl MethodError for Error {
    fn into_failure(self) -> Failure {
        Failure::from(self)
    }

    fn declare(_: &mut Declarations) {}
}

/// A method that cannot fail may still say `Result`.
impl MethodError for std::convert::Infallible {
    fn into_failure(self) -> Failure {
        match self {}
    }

    fn declare(_: &mut Declarations) {}
}

/// What a variant with `#[mego(transparent)]` holds.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a transparent variant holds a `mego::Error`, not a `{Self}`",
    label = "expected `mego::Error`",
    note = "`?` makes a `mego::Error` of any `std::error::Error`, and the variant of that"
)]
pub trait Transparent: Into<Failure> {}

impl Transparent for Error {}

/// The failure that a transparent variant stands for.
#[doc(hidden)]
pub fn transparent<E: Transparent>(error: E) -> Failure {
    error.into()
}
