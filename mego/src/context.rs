//! The context of one call: what is known of it apart from its parameters.

use std::fmt;
use std::sync::Arc;

use tokio::time::Instant;

use crate::call::Origin;
use crate::session::Session;

/// What is known of the call that a method answers. Cheap to clone, also into a task.
///
/// ```
/// use mego::prelude::*;
///
/// #[mego::method]
/// async fn echo_name(cx: Context) -> String {
///     cx.method().to_owned()
/// }
/// ```
#[derive(Clone)]
pub struct Context(Arc<Origin>);

impl Context {
    pub(crate) fn new(origin: Origin) -> Context {
        Context(Arc::new(origin))
    }

    /// The name of the method on the wire.
    #[must_use]
    pub fn method(&self) -> &'static str {
        self.0.entry().name()
    }

    /// The session that calls.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.0.session
    }

    /// The number that the client gave the call; `None` for one that wants no answer.
    #[must_use]
    pub fn id(&self) -> Option<u32> {
        self.0.facts.id
    }

    /// When the call arrived.
    #[must_use]
    pub fn received(&self) -> Instant {
        self.0.facts.received
    }

    /// When the call will be answered Timeout.
    #[must_use]
    pub fn deadline(&self) -> Instant {
        self.0.facts.received + self.0.facts.deadline
    }

    /// The size of the parameters in bytes, as they arrived.
    #[must_use]
    pub fn size(&self) -> usize {
        self.0.facts.size
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
