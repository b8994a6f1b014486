//! The calls that were pending at their first poll, and when each has to end.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::Stream;
use futures_util::future::{AbortHandle, Abortable, Aborted};
use futures_util::stream::FuturesUnordered;
use tokio::time::Instant;
use tracing::Span;

use super::in_flight::{InFlight, Rest, Step};
use crate::Status;
use crate::failure::Failure;
use crate::limits::Limits;
use crate::panic::Panic;
use crate::reply::{Outcome, Reply};

/// Which call: by the client's id, or the how-manieth of those that have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Call(u32),
    Own(u64),
}

/// What is under way, and what follows from its answer.
#[derive(Clone, Debug)]
pub(super) enum Task {
    Method(usize),
    /// The hook that a new client has to pass.
    Connect,
    /// May the client subscribe?
    Subscribe {
        topic: usize,
        channel: Arc<str>,
    },
    /// May it stay subscribed?
    Review {
        subscription: u32,
    },
    /// The hook that looks at a fresh token. What was before it is kept for a refusal.
    Auth {
        token: Option<Arc<str>>,
        user: Option<Arc<str>>,
    },
}

/// Calls that are pending. Most connections have none at most times, so that the set is made for the first.
#[derive(Default)]
pub(super) struct Calls(Option<Box<Pending>>);

#[derive(Default)]
struct Pending {
    futures: FuturesUnordered<Tracked>,
    records: HashMap<Key, Record>,
    /// Streams that have credit and wait until the client has read what it got.
    stalled: Vec<Key>,
    /// No deadline is earlier; the call that had this one may have ended.
    earliest: Option<Instant>,
    /// Something has been put into the set, or aborted, that has not been looked at there: it cannot wake anybody.
    is_fresh: bool,
}

/// A future of the set, with its name.
struct Tracked {
    key: Key,
    future: Abortable<InFlight>,
}

/// What is known of a pending call outside of its future.
struct Record {
    task: Task,
    span: Span,
    received: Instant,
    /// `None` for a stream of which an item has come.
    deadline: Option<Instant>,
    /// Ends what runs. `None` while a stream is parked.
    abort: Option<AbortHandle>,
    /// It was ended from outside, and this is its answer.
    ending: Option<Status>,
    /// Items that the client will take, where it is a stream.
    credit: u64,
    /// A stream that waits for credit, or for the client to read what it got.
    parked: Option<InFlight>,
}

/// A call that begins to be pending.
pub(super) struct Entry {
    pub(super) key: Key,
    pub(super) task: Task,
    pub(super) span: Span,
    pub(super) received: Instant,
    pub(super) deadline: Instant,
    pub(super) credit: u64,
}

impl Entry {
    /// Work that is not a method's.
    pub(super) fn own(key: Key, task: Task, received: Instant, deadline: Instant) -> Entry {
        Entry {
            key,
            task,
            span: Span::none(),
            received,
            deadline,
            credit: 0,
        }
    }
}

/// A call that has ended.
pub(super) struct Finished {
    pub(super) key: Key,
    pub(super) task: Task,
    pub(super) received: Instant,
    pub(super) ending: Ending,
}

/// How a pending call ended.
pub(super) enum Ending {
    Replied(Reply),
    Panicked(Panic),
    Ended(Status),
    StreamEnded,
    StreamFailed(Box<Failure>),
}

/// What has happened among the calls.
pub(super) struct News {
    /// Item frames, to be sent first.
    pub(super) items: Vec<u8>,
    /// The stream that they are of, and that may go on when `resume` is called for it; or the call that has ended.
    pub(super) next: Result<Key, Finished>,
}

impl Calls {
    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |pending| pending.records.len())
    }

    /// Whether `poll_news` has to be asked once more before the connection may wait.
    pub(super) fn is_fresh(&self) -> bool {
        self.0.as_ref().is_some_and(|pending| pending.is_fresh)
    }

    pub(super) fn is_full(&self, limits: &Limits) -> bool {
        self.len() >= limits.calls
    }

    pub(super) fn push(&mut self, entry: Entry, call: InFlight) {
        let pending = self.0.get_or_insert_default();
        let key = pending.insert(entry);
        pending.run(key, call);
    }

    /// Keeps a stream that has begun. It runs as soon as it is resumed.
    pub(super) fn push_stream(&mut self, entry: Entry, stream: InFlight) {
        let pending = self.0.get_or_insert_default();
        let key = pending.insert(entry);
        pending.park(key, stream);
    }

    /// What has happened next. Wakes the connection's task when there will be something.
    pub(super) fn poll_news(&mut self, cx: &mut Context<'_>, limits: &Limits) -> Option<News> {
        let pending = self.0.as_deref_mut()?;
        pending.is_fresh = false;
        loop {
            let Poll::Ready(Some((key, result))) = Pin::new(&mut pending.futures).poll_next(cx) else {
                return None;
            };
            let Some(record) = pending.records.get_mut(&key) else {
                continue;
            };
            let mut frames = Vec::new();
            let ending = match result {
                Err(Aborted) => Ending::Ended(record.ending.unwrap_or(Status::Cancelled)),
                Ok(Err(panic)) => Ending::Panicked(panic),
                Ok(Ok(Step::Reply(reply))) => match (reply.outcome, key) {
                    (Outcome::Stream(items), Key::Call(id)) => {
                        let stream = InFlight::stream(id, items, limits.result, record.span.clone());
                        pending.park(key, stream);
                        return Some(News {
                            items: frames,
                            next: Ok(key),
                        });
                    }
                    (outcome, _) => Ending::Replied(Reply { outcome, ..reply }),
                },
                Ok(Ok(Step::Items(batch))) => {
                    record.credit = record.credit.saturating_sub(batch.count);
                    if batch.count > 0 {
                        record.deadline = None;
                    }
                    frames = batch.frames;
                    match batch.rest {
                        Rest::Stream(stream) => {
                            pending.park(key, stream);
                            return Some(News {
                                items: frames,
                                next: Ok(key),
                            });
                        }
                        Rest::End => Ending::StreamEnded,
                        Rest::Failed(failure) => Ending::StreamFailed(failure),
                        Rest::Panicked(panic) => Ending::Panicked(panic),
                    }
                }
            };
            let record = pending.records.remove(&key)?;
            return Some(News {
                items: frames,
                next: Err(Finished {
                    key,
                    task: record.task,
                    received: record.received,
                    ending,
                }),
            });
        }
    }

    /// Lets a stream go on that has credit, now or when there is room for what it brings.
    pub(super) fn resume(&mut self, key: Key, has_room: bool) {
        if let Some(pending) = &mut self.0 {
            pending.resume(key, has_room);
        }
    }

    /// The client takes this many more items. Nothing happens when the stream has ended: that race is normal.
    #[inline(never)]
    pub(super) fn credit(&mut self, key: Key, items: u64, has_room: bool) {
        let Some(pending) = &mut self.0 else { return };
        if let Some(record) = pending.records.get_mut(&key) {
            record.credit = record.credit.saturating_add(items);
            pending.resume(key, has_room);
        }
    }

    /// There is room again for what streams bring.
    pub(super) fn make_room(&mut self) {
        if let Some(pending) = &mut self.0 {
            for key in std::mem::take(&mut pending.stalled) {
                pending.resume(key, true);
            }
        }
    }

    /// Ends one call. What runs is dropped, and `poll_news` brings the answer. Nothing happens when the call has ended by
    /// itself: that race is normal.
    pub(super) fn end(&mut self, key: Key, status: Status) {
        if let Some(pending) = &mut self.0 {
            pending.end(key, status);
        }
    }

    pub(super) fn end_all(&mut self, status: Status) {
        self.end_where(|_| true, status);
    }

    /// Ends all calls of which this is true.
    pub(super) fn end_where(&mut self, mut condition: impl FnMut(&Task) -> bool, status: Status) {
        let Some(pending) = &mut self.0 else { return };
        let keys: Vec<_> = pending
            .records
            .iter()
            .filter(|(_, record)| condition(&record.task))
            .map(|(key, _)| *key)
            .collect();
        keys.into_iter().for_each(|key| pending.end(key, status));
    }

    pub(super) fn end_expired(&mut self, now: Instant) {
        let Some(pending) = &mut self.0 else { return };
        if pending.earliest.is_none_or(|earliest| now < earliest) {
            return;
        }
        // Walks the calls in flight, of which there are at most as many as the limit says, when one has expired.
        let is_late = |record: &Record| record.deadline.is_some_and(|deadline| now >= deadline);
        let late: Vec<_> = pending
            .records
            .iter()
            .filter(|(_, record)| is_late(record))
            .map(|(key, _)| *key)
            .collect();
        late.into_iter().for_each(|key| pending.end(key, Status::Timeout));
        let live = pending.records.values().filter(|record| record.ending.is_none());
        pending.earliest = live.filter_map(|record| record.deadline).min();
    }

    pub(super) fn earliest_deadline(&self) -> Option<Instant> {
        self.0.as_ref()?.earliest
    }
}

impl Pending {
    fn insert(&mut self, entry: Entry) -> Key {
        let Entry {
            key,
            task,
            span,
            received,
            deadline,
            credit,
        } = entry;
        let record = Record {
            task,
            span,
            received,
            deadline: Some(deadline),
            abort: None,
            ending: None,
            credit,
            parked: None,
        };
        self.records.insert(key, record);
        self.earliest = Some(self.earliest.map_or(deadline, |earliest| earliest.min(deadline)));
        key
    }

    fn run(&mut self, key: Key, call: InFlight) {
        let Some(record) = self.records.get_mut(&key) else {
            return;
        };
        self.is_fresh = true;
        let (abort, registration) = AbortHandle::new_pair();
        record.abort = Some(abort);
        self.futures.push(Tracked {
            key,
            future: Abortable::new(call, registration),
        });
    }

    fn park(&mut self, key: Key, stream: InFlight) {
        if let Some(record) = self.records.get_mut(&key) {
            record.parked = Some(stream);
            if let Some(status) = record.ending.take() {
                // Ended while its last batch was on the way.
                self.end(key, status);
            } else {
                record.abort = None;
            }
        }
    }

    fn resume(&mut self, key: Key, has_room: bool) {
        let Some(record) = self.records.get_mut(&key) else {
            return;
        };
        if record.credit == 0 || record.parked.is_none() {
            return;
        }
        if !has_room {
            self.stalled.push(key);
        } else if let Some(mut stream) = record.parked.take() {
            stream.allow(record.credit);
            self.run(key, stream);
        }
    }

    fn end(&mut self, key: Key, status: Status) {
        let Some(record) = self.records.get_mut(&key) else {
            return;
        };
        if record.ending.is_some() {
            return;
        }
        record.ending = Some(status);
        if let Some(stream) = record.parked.take() {
            self.run(key, stream);
        }
        // Set by `run`, now or before. An aborted future is dropped without another poll.
        if let Some(abort) = self.records.get(&key).and_then(|record| record.abort.as_ref()) {
            abort.abort();
        }
    }
}

impl Future for Tracked {
    type Output = (Key, Result<Result<Step, Panic>, Aborted>);

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let key = self.key;
        Pin::new(&mut self.future).poll(cx).map(|result| (key, result))
    }
}
