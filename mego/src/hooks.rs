//! What a server does when a client comes, shows a fresh token, or is gone.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::contract::Declarations;
use crate::error::{Error, Result};
use crate::session::Session;

/// What a hook has to do, under way.
pub(crate) type Hooked<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// The hooks of an engine.
#[derive(Default)]
pub(crate) struct Hooks {
    pub(crate) connect: Option<Connect>,
    pub(crate) auth: Option<Hook<Result<()>>>,
    pub(crate) disconnect: Option<Hook<()>>,
}

type Hook<T> = Box<dyn Fn(Session) -> Hooked<T> + Send + Sync>;

/// The hook that every client passes before anything else.
#[doc(hidden)]
pub struct Connect {
    pub(crate) call: Hook<Result<()>>,
    /// The schema of the initial data that it takes.
    pub(crate) data: Option<fn(&mut Declarations) -> Value>,
}

impl fmt::Debug for Connect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connect").finish_non_exhaustive()
    }
}

/// An async function for [`Engine::on_connect`](crate::Engine::on_connect): it takes the [`Session`], and may take the
/// initial data that the client sends as a type of its own after it. It returns nothing, or a `Result<(), E>` where `E`
/// becomes a [`mego::Error`](Error).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be called when a client connects",
    label = "expected an async function that takes a `Session`",
    note = "`async fn(Session) -> mego::Result<()>`",
    note = "or `async fn(Session, Start) -> mego::Result<()>`, where `Start` is `#[mego::data]` and what clients send as `data`"
)]
pub trait OnConnect<M> {
    #[doc(hidden)]
    fn into_hook(self) -> Connect;
}

impl<F, Fut> OnConnect<()> for F
where
    F: Fn(Session) -> Fut + Send + Sync + 'static,
    Fut: Future<Output: IntoOutcome> + Send + 'static,
{
    fn into_hook(self) -> Connect {
        Connect {
            call: Box::new(move |session| {
                let outcome = self(session);
                Box::pin(async move { outcome.await.into_outcome() })
            }),
            data: None,
        }
    }
}

impl<F, T, Fut> OnConnect<(T,)> for F
where
    F: Fn(Session, T) -> Fut + Send + Sync + 'static,
    T: DeserializeOwned + JsonSchema,
    Fut: Future<Output: IntoOutcome> + Send + 'static,
{
    fn into_hook(self) -> Connect {
        Connect {
            call: Box::new(move |session| match session.data() {
                Ok(data) => {
                    let outcome = self(session, data);
                    Box::pin(async move { outcome.await.into_outcome() })
                }
                Err(error) => Box::pin(std::future::ready(Err(error))),
            }),
            data: Some(Declarations::data::<T>),
        }
    }
}

/// What a hook returns.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say whether the client may connect",
    label = "expected `mego::Result<()>`, or nothing"
)]
pub trait IntoOutcome {
    fn into_outcome(self) -> Result<()>;
}

impl IntoOutcome for () {
    fn into_outcome(self) -> Result<()> {
        Ok(())
    }
}

impl<E: Into<Error>> IntoOutcome for std::result::Result<(), E> {
    fn into_outcome(self) -> Result<()> {
        self.map_err(Into::into)
    }
}
