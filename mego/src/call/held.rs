//! What a call holds, behind a type that does not say what that is.

use std::fmt;
use std::ops::{Deref, DerefMut};

use super::Inner;

/// A box whose type says that it may move between threads, and no more.
///
/// The compiler proves so of the future of each method, and while it checks a function with an `async` block it remembers
/// nothing of what it has proved before: of a plain box it would look at every field of a session and of a server, for
/// each method anew.
pub(super) struct Held(Box<dyn Hold>);

trait Hold: Send + Sync {
    fn inner(&self) -> &Inner;
    fn inner_mut(&mut self) -> &mut Inner;
}

impl Hold for Inner {
    #[inline]
    fn inner(&self) -> &Inner {
        self
    }

    #[inline]
    fn inner_mut(&mut self) -> &mut Inner {
        self
    }
}

impl Held {
    pub(super) fn new(inner: Inner) -> Held {
        Held(Box::new(inner))
    }
}

impl Deref for Held {
    type Target = Inner;

    #[inline]
    fn deref(&self) -> &Inner {
        self.0.inner()
    }
}

impl DerefMut for Held {
    #[inline]
    fn deref_mut(&mut self) -> &mut Inner {
        self.0.inner_mut()
    }
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.inner().fmt(f)
    }
}
