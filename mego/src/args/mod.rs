//! Arguments of methods: parameters that the client sends, and extractors that the server provides.

mod bind;
mod context;
mod handle;
mod param;
mod session;
mod state;

use std::future::Future;

use crate::call::{Call, Missing};
use crate::contract::Declarations;
use crate::error::Error;

pub use self::bind::Bind;
pub use self::param::{arg_or, arg_or_default, text_default};
pub use self::state::State;

/// An argument of a method.
///
/// Every type that serde can read and JSON Schema can describe is one: a **parameter**, which the client sends. Types
/// that implement this trait themselves are **extractors**, which the client does not see: [`State<T>`](State),
/// [`Session`](crate::Session), [`Handle`](crate::Handle), [`Context`](crate::Context),
/// [`ClientInfo`](crate::ClientInfo), and your own. Extractors run in the order of the arguments; when one refuses, the
/// function is not called.
///
/// ```
/// use mego::prelude::*;
/// use mego::{Arg, Call, Error, Status};
///
/// /// The user who is signed in on this session.
/// #[derive(Clone)]
/// struct CurrentUser(String);
///
/// impl Arg for CurrentUser {
///     async fn extract(call: &mut Call) -> mego::Result<CurrentUser> {
///         let user = call.session().get::<CurrentUser>();
///         user.ok_or_else(|| Error::new(Status::NotAuthorized, "sign in first"))
///     }
/// }
///
/// #[mego::method]
/// async fn who_am_i(CurrentUser(name): CurrentUser) -> String {
///     name
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument of a Mego method",
    label = "neither a type that a client can send nor an extractor",
    note = "a parameter is data: put `#[mego::data]` on the type, or derive `serde::Deserialize` and `mego::JsonSchema` for it",
    note = "a value that `Engine::state` was given is taken as `State<T>`, where `T` is `Clone + Send + Sync`",
    note = "an extractor of your own implements `mego::Arg`"
)]
pub trait Arg: Sized + Send + 'static {
    /// What the argument is to the client. Leave it as it is.
    #[doc(hidden)]
    const PLACE: Place = Place::Extractor;

    /// Takes the argument from the call.
    ///
    /// # Errors
    /// [`Error::new`] is what the client reads; any other error is internal.
    fn extract(call: &mut Call) -> impl Future<Output = Result<Self, Error>> + Send;

    /// Says what the engine has to have for it.
    #[doc(hidden)]
    fn declare(_: &mut Declarations) {}

    /// As `extract`, for arguments that note what is missing in the call itself.
    #[doc(hidden)]
    fn take(call: &mut Call) -> impl Future<Output = Result<Self, Missing>> + Send {
        async {
            if call.is_refused() {
                return Err(Missing);
            }
            Self::extract(call).await.map_err(|error| {
                call.refuse(error);
                Missing
            })
        }
    }
}

/// What an argument is to the client.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Nothing: the server provides it.
    Extractor,
    /// One parameter.
    Param,
    /// The whole payload.
    Payload,
}

/// Extracts the argument at `position`, or declares it. The type is inferred from the binding: written here as well, a
/// type that is none would be reported twice.
#[doc(hidden)]
pub async fn arg<T: Arg>(call: &mut Call, position: usize) -> Result<T, Missing> {
    if call.declare(|declarations| {
        declarations.begin_argument(position, T::PLACE);
        T::declare(declarations);
    }) {
        return Err(Missing);
    }
    call.begin_argument(position);
    T::take(call).await
}
