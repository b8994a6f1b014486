//! Who listens, and what waits for each.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;

use bench::Note;
use bytes::Bytes;
use futures_util::task::AtomicWaker;
use rmp_serde::Serializer;
use serde::Serialize;

/// Everybody who listens.
#[derive(Default)]
pub(crate) struct Hub(Mutex<Vec<Arc<Inbox>>>);

/// The events that wait for one connection.
#[derive(Default)]
pub(crate) struct Inbox {
    waker: AtomicWaker,
    events: Mutex<VecDeque<Bytes>>,
}

impl Hub {
    pub(crate) fn join(&self, inbox: &Arc<Inbox>) {
        lock(&self.0).push(Arc::clone(inbox));
    }

    pub(crate) fn leave(&self, inbox: &Arc<Inbox>) {
        lock(&self.0).retain(|other| !Arc::ptr_eq(inbox, other));
    }

    /// Encodes the event once, and queues it for everybody.
    pub(crate) fn emit(&self, note: &Note) -> Option<()> {
        let mut event = Vec::new();
        note.serialize(&mut Serializer::new(&mut event).with_struct_map())
            .ok()?;
        let event = Bytes::from(event);
        for inbox in lock(&self.0).iter() {
            lock(&inbox.events).push_back(event.clone());
            inbox.waker.wake();
        }
        Some(())
    }
}

impl Inbox {
    pub(crate) fn register(&self, waker: &Waker) {
        self.waker.register(waker);
    }

    pub(crate) fn pop(&self) -> Option<Bytes> {
        lock(&self.events).pop_front()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
