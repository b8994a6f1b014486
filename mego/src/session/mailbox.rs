//! What the rest of the server wants of a connection. The connection's own task does it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::task::Waker;

use futures_util::task::AtomicWaker;
use tokio::time::Instant;

/// One wish.
#[derive(Debug)]
pub(crate) enum Mail {
    /// Take no new calls, and close when those in flight have ended, or at this instant.
    Drain { until: Instant },
}

/// Holds wishes until the connection looks. Both sides only ever hold the lock for a push or a take.
#[derive(Debug, Default)]
pub(crate) struct Mailbox {
    waker: AtomicWaker,
    has_mail: AtomicBool,
    mail: Mutex<Vec<Mail>>,
}

impl Mailbox {
    pub(crate) fn post(&self, mail: Mail) {
        self.mail
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(mail);
        self.has_mail.store(true, Ordering::Release);
        self.waker.wake();
    }

    /// What has come since the last time. The waker is registered first, so that nothing that comes later is missed.
    #[inline]
    pub(crate) fn take(&self, waker: &Waker) -> Vec<Mail> {
        self.waker.register(waker);
        if !self.has_mail.load(Ordering::Acquire) {
            return Vec::new();
        }
        self.has_mail.store(false, Ordering::Release);
        std::mem::take(&mut *self.mail.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
