//! The calls that were pending at their first poll, and when each has to end.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::Stream;
use futures_util::future::{AbortHandle, Abortable, Aborted};
use futures_util::stream::FuturesUnordered;
use tokio::time::Instant;

use super::in_flight::{InFlight, Panic};
use crate::Status;
use crate::call::Answer;
use crate::limits::Limits;

/// Which call: by the client's id, or the how-manieth Notify.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Call(u32),
    Notify(u64),
}

/// Calls that are pending. Most connections have none at most times, so that the set is made for the first.
#[derive(Default)]
pub(super) struct Calls(Option<Box<Pending>>);

#[derive(Default)]
struct Pending {
    futures: FuturesUnordered<Tracked>,
    records: HashMap<Key, Record>,
    /// No deadline is earlier; the call that had this one may have ended.
    earliest: Option<Instant>,
}

/// A future of the set, with its name.
struct Tracked {
    key: Key,
    future: Abortable<InFlight>,
}

/// What is known of a pending call outside of its future.
pub(super) struct Record {
    pub(super) method: usize,
    pub(super) received: Instant,
    pub(super) deadline: Instant,
    abort: AbortHandle,
    /// It was ended from outside, and this is its answer.
    ending: Option<Status>,
}

/// A call that has ended.
pub(super) struct Finished {
    pub(super) key: Key,
    pub(super) method: usize,
    pub(super) received: Instant,
    pub(super) outcome: Outcome,
}

/// How a pending call ended.
pub(super) enum Outcome {
    Answered(Answer),
    Panicked(Panic),
    Ended(Status),
}

impl Calls {
    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |pending| pending.records.len())
    }

    pub(super) fn is_full(&self, limits: &Limits) -> bool {
        self.len() >= limits.calls
    }

    pub(super) fn push(
        &mut self,
        key: Key,
        method: usize,
        received: Instant,
        deadline: Instant,
        call: InFlight,
    ) {
        let pending = self.0.get_or_insert_default();
        let (abort, registration) = AbortHandle::new_pair();
        pending.futures.push(Tracked {
            key,
            future: Abortable::new(call, registration),
        });
        pending.records.insert(
            key,
            Record {
                method,
                received,
                deadline,
                abort,
                ending: None,
            },
        );
        pending.earliest = Some(
            pending
                .earliest
                .map_or(deadline, |earliest| earliest.min(deadline)),
        );
    }

    /// The next call that has ended. Wakes the connection's task when there will be one.
    pub(super) fn poll_finished(&mut self, cx: &mut Context<'_>) -> Option<Finished> {
        let pending = self.0.as_deref_mut()?;
        loop {
            let Poll::Ready(Some((key, result))) = Pin::new(&mut pending.futures).poll_next(cx) else {
                return None;
            };
            let Some(record) = pending.records.remove(&key) else {
                continue;
            };
            let outcome = match result {
                Ok(Ok(answer)) => Outcome::Answered(answer),
                Ok(Err(panic)) => Outcome::Panicked(panic),
                Err(Aborted) => Outcome::Ended(record.ending.unwrap_or(Status::Cancelled)),
            };
            return Some(Finished {
                key,
                method: record.method,
                received: record.received,
                outcome,
            });
        }
    }

    /// Ends one call. Its future is dropped, and `poll_finished` brings the answer. Nothing happens when the call has
    /// ended by itself: that race is normal.
    pub(super) fn end(&mut self, key: Key, status: Status) {
        if let Some(record) = self.0.as_mut().and_then(|pending| pending.records.get_mut(&key)) {
            record.end(status);
        }
    }

    pub(super) fn end_all(&mut self, status: Status) {
        if let Some(pending) = &mut self.0 {
            pending.records.values_mut().for_each(|record| record.end(status));
        }
    }

    pub(super) fn end_expired(&mut self, now: Instant) {
        let Some(pending) = &mut self.0 else { return };
        if pending.earliest.is_none_or(|earliest| now < earliest) {
            return;
        }
        // Walks the calls in flight, of which there are at most as many as the limit says, when one has expired.
        for record in pending
            .records
            .values_mut()
            .filter(|record| now >= record.deadline)
        {
            record.end(Status::Timeout);
        }
        let live = pending.records.values().filter(|record| record.ending.is_none());
        pending.earliest = live.map(|record| record.deadline).min();
    }

    pub(super) fn earliest_deadline(&self) -> Option<Instant> {
        self.0.as_ref()?.earliest
    }
}

impl Record {
    fn end(&mut self, status: Status) {
        if self.ending.is_none() {
            self.ending = Some(status);
            self.abort.abort();
        }
    }
}

impl Future for Tracked {
    type Output = (Key, Result<Result<Answer, Panic>, Aborted>);

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let key = self.key;
        Pin::new(&mut self.future).poll(cx).map(|result| (key, result))
    }
}
