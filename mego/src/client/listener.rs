//! Events between the task that receives them and whoever takes them.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::task::AtomicWaker;

use super::error::{Failed, Fault};

/// What gives way when more events wait than may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Overflow {
    /// The oldest that waits, with a gap in its place.
    #[default]
    DropOldest,
    /// The one that has just come, with a gap in its place.
    DropNewest,
    /// The subscription: it ends after what waits.
    End,
}

/// Why a subscription has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ended {
    /// The server refused it after a reconnection.
    Refused(Box<Fault>),
    /// The server took it away.
    Removed,
    /// More events waited to be taken than may, and [`Overflow::End`] was asked for.
    Overflow,
    /// The client was closed, or the server does not want it back.
    Closed(String),
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Ended::Refused(fault) => fault.fmt(f),
            Ended::Removed => f.write_str("the server has ended the subscription"),
            Ended::Overflow => f.write_str("too many events waited to be taken"),
            Ended::Closed(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for Ended {}

impl From<Failed> for Ended {
    fn from(failed: Failed) -> Ended {
        match failed {
            Failed::Answered(answer) => Ended::Refused(answer.into_fault()),
            Failed::Disconnected { reason, .. } | Failed::Invalid(reason) => Ended::Closed(reason),
            Failed::Timeout => Ended::Closed("the server did not answer in time".to_owned()),
        }
    }
}

/// A queue of events, bounded in bytes.
pub(crate) struct Listener {
    queue: Mutex<Queue>,
    waker: AtomicWaker,
}

struct Queue {
    waiting: VecDeque<Entry>,
    bytes: usize,
    max_bytes: usize,
    overflow: Overflow,
    end: Option<Ended>,
}

/// What waits to be taken.
pub(crate) enum Entry {
    Event {
        channel: Arc<str>,
        data: Bytes,
    },
    /// Here events are missing.
    Gap,
}

/// What is taken.
pub(crate) enum Taken {
    Entry(Entry),
    End(Ended),
}

impl Listener {
    pub(crate) fn new(max_bytes: usize, overflow: Overflow) -> Listener {
        Listener {
            queue: Mutex::new(Queue {
                waiting: VecDeque::new(),
                bytes: 0,
                max_bytes,
                overflow,
                end: None,
            }),
            waker: AtomicWaker::new(),
        }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds an event.
    pub(crate) fn push(&self, channel: &Arc<str>, data: &Bytes) {
        self.queue().push(channel, data);
        self.waker.wake();
    }

    /// Notes that events are missing here.
    pub(crate) fn gap(&self) {
        self.queue().gap();
        self.waker.wake();
    }

    /// Nothing more will come.
    pub(crate) fn end(&self, why: Ended) {
        self.queue().end.get_or_insert(why);
        self.waker.wake();
    }

    pub(crate) fn poll(&self, cx: &mut Context<'_>) -> Poll<Taken> {
        self.waker.register(cx.waker());
        let mut queue = self.queue();
        if let Some(entry) = queue.waiting.pop_front() {
            queue.bytes -= entry.size();
            return Poll::Ready(Taken::Entry(entry));
        }
        match &queue.end {
            Some(end) => Poll::Ready(Taken::End(end.clone())),
            None => Poll::Pending,
        }
    }
}

impl Queue {
    fn push(&mut self, channel: &Arc<str>, data: &Bytes) {
        if self.end.is_some() {
            return;
        }
        let entry = Entry::Event {
            channel: Arc::clone(channel),
            data: data.clone(),
        };
        let size = entry.size();
        // One event is taken, however large: nothing would ever come otherwise.
        while self.bytes > 0 && self.bytes + size > self.max_bytes {
            match self.overflow {
                Overflow::DropNewest => {
                    self.gap();
                    return;
                }
                Overflow::End => {
                    self.end = Some(Ended::Overflow);
                    return;
                }
                Overflow::DropOldest => self.drop_oldest(),
            }
        }
        self.bytes += size;
        self.waiting.push_back(entry);
    }

    /// Takes the oldest event away, and leaves one gap before what is left.
    fn drop_oldest(&mut self) {
        while let Some(entry) = self.waiting.pop_front() {
            self.bytes -= entry.size();
            if let Entry::Event { .. } = entry {
                break;
            }
        }
        if !matches!(self.waiting.front(), Some(Entry::Gap)) {
            self.waiting.push_front(Entry::Gap);
        }
    }

    fn gap(&mut self) {
        if self.end.is_none() && !matches!(self.waiting.back(), Some(Entry::Gap)) {
            self.waiting.push_back(Entry::Gap);
        }
    }
}

impl Entry {
    /// Bytes that it keeps. A gap counts nothing: there is at most one between two events.
    fn size(&self) -> usize {
        match self {
            Entry::Event { data, .. } => size_of::<Entry>() + data.len(),
            Entry::Gap => 0,
        }
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listener").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use super::*;

    fn listener(overflow: Overflow) -> Listener {
        // Room for two events of a byte.
        Listener::new(2 * (size_of::<Entry>() + 1), overflow)
    }

    fn push(listener: &Listener, events: impl IntoIterator<Item = u8>) {
        for event in events {
            listener.push(&Arc::from("c"), &Bytes::copy_from_slice(&[event]));
        }
    }

    /// Events as they are, a gap as 0, the end as 255.
    fn take(listener: &Listener) -> Vec<u8> {
        let mut cx = Context::from_waker(Waker::noop());
        let mut taken = Vec::new();
        while let Poll::Ready(next) = listener.poll(&mut cx) {
            match next {
                Taken::Entry(Entry::Event { data, .. }) => taken.push(data[0]),
                Taken::Entry(Entry::Gap) => taken.push(0),
                Taken::End(_) => {
                    taken.push(255);
                    return taken;
                }
            }
        }
        taken
    }

    #[test]
    fn the_oldest_gives_way_and_leaves_one_gap() {
        let listener = listener(Overflow::DropOldest);
        push(&listener, 1..=5);
        assert_eq!(take(&listener), [0, 4, 5]);
        push(&listener, [6]);
        assert_eq!(take(&listener), [6]);
    }

    #[test]
    fn the_newest_gives_way_and_leaves_one_gap() {
        let listener = listener(Overflow::DropNewest);
        push(&listener, 1..=5);
        assert_eq!(take(&listener), [1, 2, 0]);
    }

    #[test]
    fn the_subscription_ends_after_what_waits() {
        let listener = listener(Overflow::End);
        push(&listener, 1..=5);
        assert_eq!(take(&listener), [1, 2, 255]);
    }

    #[test]
    fn an_event_that_is_too_large_is_taken_alone() {
        let listener = Listener::new(1, Overflow::DropOldest);
        push(&listener, [1, 2]);
        assert_eq!(take(&listener), [0, 2]);
    }
}
