//! Who may subscribe: the question, and the functions that answer it.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::pattern;
use crate::session::Session;

/// A subscription that a client asks for.
///
/// ```
/// use mego::prelude::*;
///
/// #[derive(Clone)]
/// struct UserId(u64);
///
/// /// A user may listen to what concerns them.
/// async fn only_oneself(request: Subscribe) -> bool {
///     let user = request.session().get::<UserId>();
///     user.is_some_and(|UserId(id)| request.param("user") == Some(id.to_string().as_str()))
/// }
///
/// /// Something happened to a user.
/// #[mego::event(channel = "user:{user}")]
/// struct Notice {
///     text: String,
/// }
///
/// let engine = Engine::new().register(events![Notice].authorize(only_oneself));
/// ```
#[derive(Clone)]
pub struct Subscribe {
    session: Session,
    event: &'static str,
    pattern: Option<&'static str>,
    channel: Arc<str>,
}

impl Subscribe {
    pub(crate) fn new(
        session: Session,
        event: &'static str,
        pattern: Option<&'static str>,
        channel: Arc<str>,
    ) -> Subscribe {
        Subscribe {
            session,
            event,
            pattern,
            channel,
        }
    }

    /// The session that asks.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The name of the event on the wire.
    #[must_use]
    pub fn event(&self) -> &'static str {
        self.event
    }

    /// The name of the channel.
    #[must_use]
    pub fn channel(&self) -> &str {
        &self.channel
    }

    /// What stands in the name of the channel for a part in braces of the event's form: for `room:{room}` and the
    /// channel `room:42`, `param("room")` is `42`.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<&str> {
        pattern::param(self.pattern?, &self.channel, name)
    }

    /// The value that [`Engine::state`](crate::Engine::state) was given for this type.
    #[must_use]
    pub fn state<T: Clone + Send + Sync + 'static>(&self) -> Option<T> {
        self.session.state()
    }
}

impl fmt::Debug for Subscribe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscribe")
            .field("event", &self.event)
            .field("channel", &self.channel)
            .finish_non_exhaustive()
    }
}

/// An async function that says whether a client may subscribe: `async fn(Subscribe) -> bool`, or one that returns
/// `mego::Result<bool>`.
///
/// A refusal is answered NotFound, exactly as a channel that does not exist: whoever may not listen does not learn what
/// there is. An error is logged and answered like that of a method.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot say who may subscribe",
    label = "expected an async function that takes a `mego::Subscribe` and returns a `bool`",
    note = "it may also return `mego::Result<bool>`"
)]
pub trait Authorize: Send + Sync + 'static {
    #[doc(hidden)]
    fn ask(&self, request: Subscribe) -> Verdict;
}

/// The answer, when it is there.
#[doc(hidden)]
pub type Verdict = Pin<Box<dyn Future<Output = Result<bool>> + Send>>;

impl<F, Fut> Authorize for F
where
    F: Fn(Subscribe) -> Fut + Send + Sync + 'static,
    Fut: Future<Output: IntoVerdict> + Send + 'static,
{
    fn ask(&self, request: Subscribe) -> Verdict {
        let verdict = self(request);
        Box::pin(async move { verdict.await.into_verdict() })
    }
}

/// What a function that says who may subscribe returns.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say whether a client may subscribe",
    label = "expected `bool` or `mego::Result<bool>`"
)]
pub trait IntoVerdict {
    fn into_verdict(self) -> Result<bool>;
}

impl IntoVerdict for bool {
    fn into_verdict(self) -> Result<bool> {
        Ok(self)
    }
}

impl<E: Into<Error>> IntoVerdict for std::result::Result<bool, E> {
    fn into_verdict(self) -> Result<bool> {
        self.map_err(Into::into)
    }
}

/// A function that says who may subscribe, kept.
#[derive(Clone)]
pub(crate) struct Authorizer(Arc<dyn Authorize>);

impl Authorizer {
    pub(crate) fn new(authorize: impl Authorize) -> Authorizer {
        Authorizer(Arc::new(authorize))
    }

    pub(crate) fn ask(&self, request: Subscribe) -> Verdict {
        self.0.ask(request)
    }
}
