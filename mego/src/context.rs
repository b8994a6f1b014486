//! The context of one call: what is known of it apart from its parameters, and what middleware leaves on it.

use std::any::type_name;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::call::{Extras, Origin};
use crate::error::{Error, Result};
use crate::session::Session;
use crate::values::{Key, Values};

/// What is known of a call, and what is kept for its length. Cheap to clone, also into a task; all clones are one.
///
/// ```
/// use mego::prelude::*;
///
/// #[derive(Clone)]
/// struct Tenant(String);
///
/// async fn find_tenant(cx: Context, next: Next) -> Reply {
///     let host = cx.session().client().header("host").unwrap_or("unknown").to_owned();
///     cx.set(Tenant(host));
///     next.run(cx).await
/// }
///
/// #[mego::method]
/// async fn tenant(cx: Context) -> mego::Result<String> {
///     Ok(cx.require::<Tenant>()?.0)
/// }
/// let engine = Engine::new().with(find_tenant).register(methods![tenant]);
/// ```
#[derive(Clone)]
pub struct Context(Arc<Inner>);

struct Inner {
    origin: Origin,
    extras: Option<Box<Extras>>,
    values: Values,
    errors: Mutex<Vec<Arc<Error>>>,
}

impl Context {
    pub(crate) fn new(origin: Origin, extras: Option<Box<Extras>>) -> Context {
        Context(Arc::new(Inner {
            origin,
            extras,
            values: Values::default(),
            errors: Mutex::default(),
        }))
    }

    /// The name of the method on the wire. For a call of a method that does not exist, what the client called.
    #[must_use]
    pub fn method(&self) -> &str {
        match &self.0.extras {
            Some(extras) if extras.unknown.is_some() => extras.unknown.as_deref().unwrap_or_default(),
            _ => self.0.origin.entry().name(),
        }
    }

    /// The position of the method in the engine's table.
    pub(crate) fn method_index(&self) -> usize {
        self.0.origin.facts.method
    }

    /// The session that calls.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.0.origin.session
    }

    /// The number that the client gave the call; `None` for one that wants no answer.
    #[must_use]
    pub fn id(&self) -> Option<u32> {
        self.0.origin.facts.id
    }

    /// When the call arrived.
    #[must_use]
    pub fn received(&self) -> Instant {
        self.0.origin.facts.received
    }

    /// When the call will be answered Timeout; for a stream, unless its first item has come.
    #[must_use]
    pub fn deadline(&self) -> Instant {
        self.0.origin.facts.received + self.0.origin.facts.deadline
    }

    /// How much time is left until the deadline, to hand on to whatever the call asks of others.
    #[must_use]
    pub fn remaining(&self) -> Duration {
        self.deadline().saturating_duration_since(Instant::now())
    }

    /// The size of the parameters in bytes, as they arrived.
    #[must_use]
    pub fn size(&self) -> usize {
        self.0.origin.facts.size
    }

    /// The trace context that the client sent, as W3C's `traceparent`.
    #[must_use]
    pub fn trace(&self) -> Option<&str> {
        self.0.extras.as_ref()?.trace.as_deref()
    }

    /// The key by which the client says that two calls are one and the same. Mego hands it on and does not look at it.
    #[must_use]
    pub fn idempotency_key(&self) -> Option<&str> {
        self.0.extras.as_ref()?.key.as_deref()
    }

    /// The value that [`Engine::state`](crate::Engine::state) was given for this type.
    #[must_use]
    pub fn state<T: Clone + Send + Sync + 'static>(&self) -> Option<T> {
        self.session().state()
    }

    /// Keeps a value for the rest of the call, and gives back the one of the same type that was there.
    pub fn set<T: Clone + Send + Sync + 'static>(&self, value: T) -> Option<T> {
        self.0.values.set(Key::of::<T>(), value)
    }

    /// A clone of the value of this type that was kept.
    #[must_use]
    pub fn get<T: Clone + Send + Sync + 'static>(&self) -> Option<T> {
        self.0.values.get(&Key::of::<T>())
    }

    /// As [`get`](Context::get), for what has to be there.
    ///
    /// # Errors
    /// An internal error that names the type, where no middleware has set it. By `?` it ends the call.
    pub fn require<T: Clone + Send + Sync + 'static>(&self) -> Result<T> {
        self.get().ok_or_else(|| {
            Error::internal(format!(
                "the call of `{}` has no `{}`: nothing has called `cx.set` with one before",
                self.method(),
                type_name::<T>()
            ))
        })
    }

    /// Keeps a value under a name, and gives back the one that was there, if it is of the same type.
    pub fn set_named<T: Clone + Send + Sync + 'static>(&self, name: &str, value: T) -> Option<T> {
        self.0.values.set(name.into(), value)
    }

    /// A clone of the value that was kept under this name, if it is of this type.
    #[must_use]
    pub fn get_named<T: Clone + Send + Sync + 'static>(&self, name: &str) -> Option<T> {
        self.0.values.get(&name.into())
    }

    /// As [`get_named`](Context::get_named), for what has to be there.
    ///
    /// # Errors
    /// An internal error that says the name and the type. By `?` it ends the call.
    pub fn require_named<T: Clone + Send + Sync + 'static>(&self, name: &str) -> Result<T> {
        self.get_named(name).ok_or_else(|| {
            Error::internal(format!(
                "the call of `{}` has no `{name}` of the type `{}`: nothing has called `cx.set_named` with one before",
                self.method(),
                type_name::<T>()
            ))
        })
    }

    /// Notes an error that does not end the call, for middleware to read on the way out. The client does not see it.
    pub fn note(&self, error: impl Into<Error>) {
        let error = Arc::new(error.into());
        self.0
            .errors
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(error);
    }

    /// The errors that were noted, in their order.
    ///
    /// ```
    /// use mego::prelude::*;
    ///
    /// async fn report(cx: Context, next: Next) -> Reply {
    ///     let reply = next.run(cx.clone()).await;
    ///     for error in cx.errors() {
    ///         eprintln!("{}: {error}", cx.method());
    ///     }
    ///     reply
    /// }
    /// let engine = Engine::new().with(report);
    /// ```
    #[must_use]
    pub fn errors(&self) -> Vec<Arc<Error>> {
        self.0
            .errors
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("method", &self.method())
            .field("id", &self.id())
            .finish_non_exhaustive()
    }
}
