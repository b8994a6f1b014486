//! The handle of an engine: what the rest of a program holds to reach its clients and to close it.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use crate::limits::Limits;
use crate::random;
use crate::session::{Mail, Mailbox};

/// Reaches a running engine from anywhere. Cheap to clone; it is also an extractor.
///
/// ```
/// use mego::prelude::*;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let engine = Engine::new();
/// let handle = engine.handle();
/// // … `engine.run("127.0.0.1:5000")` on a task of its own, and when it is time to go:
/// handle.close().await;
/// # }
/// ```
#[derive(Clone)]
pub struct Handle(Arc<Hub>);

/// Every connection of an engine, and whether it is closing.
pub(crate) struct Hub {
    node: String,
    connections: Mutex<HashMap<u64, Arc<Mailbox>>>,
    next: AtomicU64,
    open: watch::Sender<usize>,
    closing: watch::Sender<bool>,
    drain: Mutex<Duration>,
}

impl Default for Hub {
    fn default() -> Hub {
        Hub {
            node: random::incident(),
            connections: Mutex::default(),
            next: AtomicU64::new(0),
            open: watch::Sender::new(0),
            closing: watch::Sender::new(false),
            drain: Mutex::new(Limits::default().drain),
        }
    }
}

impl Handle {
    pub(crate) fn new(hub: Arc<Hub>) -> Handle {
        Handle(hub)
    }

    /// How many connections are open.
    #[must_use]
    pub fn connections(&self) -> usize {
        *self.0.open.borrow()
    }

    /// Closes the engine and waits until its last connection is gone.
    ///
    /// From now on no connection is accepted and every new call is answered Unavailable. A connection closes with 1012,
    /// on which clients reconnect with back-off, as soon as its calls in flight have ended; what has not ended after
    /// [`Limits::drain`](crate::Limits::drain) is answered Unavailable. [`Engine::run`](crate::Engine::run) then returns.
    pub async fn close(&self) {
        self.0.closing.send_replace(true);
        let drain = *self.0.drain.lock().unwrap_or_else(PoisonError::into_inner);
        let until = Instant::now() + drain;
        for mailbox in self.0.lock().values() {
            mailbox.post(Mail::Drain { until });
        }
        self.0.emptied().await;
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handle")
            .field("connections", &self.connections())
            .finish()
    }
}

impl Hub {
    fn lock(&self) -> MutexGuard<'_, HashMap<u64, Arc<Mailbox>>> {
        self.connections.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The name of this process among others: the first part of every session id.
    pub(crate) fn node(&self) -> &str {
        &self.node
    }

    pub(crate) fn set_drain(&self, drain: Duration) {
        *self.drain.lock().unwrap_or_else(PoisonError::into_inner) = drain;
    }

    pub(crate) fn is_closing(&self) -> bool {
        *self.closing.borrow()
    }

    /// Comes back when the engine is being closed.
    pub(crate) async fn closed(&self) {
        // The sender lives in `self`, so that waiting cannot fail.
        let _ = self.closing.subscribe().wait_for(|closing| *closing).await;
    }

    /// Comes back when no connection is open.
    pub(crate) async fn emptied(&self) {
        // As above.
        let _ = self.open.subscribe().wait_for(|open| *open == 0).await;
    }

    /// Enters a connection, until the membership is dropped.
    pub(crate) fn join(self: &Arc<Hub>, mailbox: Arc<Mailbox>) -> Membership {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let mut connections = self.lock();
        // Asked under the lock: a connection is either in the map when `close` walks it, or sees the engine closing.
        if self.is_closing() {
            let until = Instant::now();
            mailbox.post(Mail::Drain { until });
        }
        connections.insert(number, mailbox);
        self.open.send_replace(connections.len());
        drop(connections);
        Membership {
            hub: Arc::clone(self),
            number,
        }
    }
}

/// One connection's place among all.
pub(crate) struct Membership {
    hub: Arc<Hub>,
    number: u64,
}

impl Drop for Membership {
    fn drop(&mut self) {
        let mut connections = self.hub.lock();
        connections.remove(&self.number);
        // A map that had to grow for a rush of clients gives the memory back when they are gone.
        if connections.capacity() > 64 && connections.len() * 4 < connections.capacity() {
            connections.shrink_to_fit();
        }
        self.hub.open.send_replace(connections.len());
    }
}
