//! Requests that wait to be sent.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use tokio::time::Instant;

use crate::client::error::Failed;
use crate::client::request::Request;

/// Bytes of requests that may wait.
const MAX_BYTES: usize = 8 * 1024 * 1024;

/// How long a request may wait for a connection.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Default)]
pub(super) struct Queue {
    /// By their keys, which is the order in which they were made.
    waiting: BTreeMap<u64, Request>,
    bytes: usize,
    /// When each has waited long enough. Those that have been sent are passed over.
    expiries: VecDeque<(Instant, u64)>,
}

impl Queue {
    pub(super) fn add(&mut self, request: Request) {
        let size = request.size();
        if self.bytes + size > MAX_BYTES {
            return request.fail(Failed::offline(format!(
                "{MAX_BYTES} bytes of calls wait to be sent already"
            )));
        }
        self.bytes += size;
        // Not from when it was made: one that was sent, and lost with its connection, waits anew.
        self.expiries.push_back((Instant::now() + PATIENCE, request.key));
        self.waiting.insert(request.key, request);
    }

    pub(super) fn remove(&mut self, key: u64) -> Option<Request> {
        let request = self.waiting.remove(&key)?;
        self.bytes -= request.size();
        Some(request)
    }

    /// The one that has waited longest.
    pub(super) fn pop(&mut self) -> Option<Request> {
        let key = *self.waiting.first_key_value()?.0;
        self.remove(key)
    }

    pub(super) fn next_expiry(&mut self) -> Option<Instant> {
        while let Some((expiry, key)) = self.expiries.front() {
            if self.waiting.contains_key(key) {
                return Some(*expiry);
            }
            self.expiries.pop_front();
        }
        None
    }

    pub(super) fn fail_expired(&mut self, now: Instant) {
        while self.next_expiry().is_some_and(|expiry| expiry <= now) {
            if let Some((_, key)) = self.expiries.pop_front()
                && let Some(request) = self.remove(key)
            {
                request.fail(Failed::offline(format!(
                    "there was no connection for {} s",
                    PATIENCE.as_secs()
                )));
            }
        }
    }

    pub(super) fn fail_all(&mut self, failed: &Failed) {
        self.bytes = 0;
        self.expiries.clear();
        for request in std::mem::take(&mut self.waiting).into_values() {
            request.fail(failed.clone());
        }
    }

    /// Forgets what was sent, so that the expiries do not grow with it.
    pub(super) fn tidy(&mut self) {
        self.next_expiry();
    }
}
