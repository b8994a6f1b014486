//! What waits to be pushed to one client, bounded in bytes.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use bytes::Bytes;

use crate::contract::WhenSlow;
use crate::observe;

/// What an entry counts beside its bytes: an event without data takes memory, too.
const OVERHEAD: usize = 64;

/// Something that goes to the client unasked.
#[derive(Debug)]
pub(crate) enum Push {
    /// An event on a subscription.
    Event {
        subscription: u32,
        event: &'static str,
        when_slow: WhenSlow,
        data: Bytes,
    },
    /// An event for this session alone, subscribed or not.
    Own {
        event: &'static str,
        channel: Arc<str>,
        data: Bytes,
    },
    /// The subscription is over by the server's will.
    Removed { subscription: u32 },
}

/// The queue is full, and the client has to go.
#[derive(Debug)]
pub(crate) struct Full;

#[derive(Debug)]
pub(crate) struct Queue {
    entries: VecDeque<Push>,
    bytes: usize,
    limit: usize,
    /// The number of the first entry; the others count on from it.
    first: u64,
    /// What waited here when the connection last looked could not be sent.
    is_behind: bool,
    /// The number of the newest waiting event, for subscriptions of which only that one is kept.
    newest: HashMap<u32, u64>,
    /// Subscriptions of which events were dropped, until the client is told.
    gaps: Vec<u32>,
}

impl Queue {
    pub(super) fn new(limit: usize) -> Queue {
        Queue {
            entries: VecDeque::new(),
            bytes: 0,
            limit,
            first: 0,
            is_behind: false,
            newest: HashMap::new(),
            gaps: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, push: Push) -> Result<(), Full> {
        let Push::Event {
            subscription,
            event,
            when_slow,
            data,
        } = &push
        else {
            return self.append(push);
        };
        match when_slow {
            WhenSlow::Disconnect => self.append(push),
            WhenSlow::DropOldest => {
                while self.size_with(&push) > self.limit && self.drop_oldest() {}
                self.append(push)
            }
            WhenSlow::KeepLatest => {
                let subscription = *subscription;
                let waiting = self.newest.get(&subscription).copied();
                if let Some(number) = waiting.filter(|_| self.is_behind) {
                    // In its place, so that the queue does not grow.
                    let position = usize::try_from(number - self.first).unwrap_or(usize::MAX);
                    if let Some(Push::Event { data: old, .. }) = self.entries.get_mut(position) {
                        observe::queued(data.len() as i64 - old.len() as i64);
                        self.bytes = self.bytes + data.len() - old.len();
                        observe::dropped(event);
                        old.clone_from(data);
                        self.gap(subscription);
                        return Ok(());
                    }
                }
                self.newest
                    .insert(subscription, self.first + self.entries.len() as u64);
                self.append(push)
            }
        }
    }

    fn append(&mut self, push: Push) -> Result<(), Full> {
        let bytes = self.size_with(&push);
        if bytes > self.limit {
            return Err(Full);
        }
        observe::queued((bytes - self.bytes) as i64);
        self.bytes = bytes;
        self.entries.push_back(push);
        Ok(())
    }

    fn size_with(&self, push: &Push) -> usize {
        self.bytes + size(push)
    }

    /// Drops the oldest event that may be dropped. Says whether there was one.
    fn drop_oldest(&mut self) -> bool {
        let oldest = self.entries.iter().position(|push| {
            matches!(
                push,
                Push::Event {
                    when_slow: WhenSlow::DropOldest,
                    ..
                }
            )
        });
        let Some(position) = oldest else { return false };
        let Some(push) = self.entries.remove(position) else {
            return false;
        };
        self.forget(size(&push));
        let number = self.first + position as u64;
        for later in self.newest.values_mut().filter(|newest| **newest > number) {
            *later -= 1;
        }
        if let Push::Event {
            subscription, event, ..
        } = push
        {
            observe::dropped(event);
            self.gap(subscription);
        }
        true
    }

    fn gap(&mut self, subscription: u32) {
        if !self.gaps.contains(&subscription) {
            observe::gap();
            self.gaps.push(subscription);
        }
    }

    fn forget(&mut self, bytes: usize) {
        observe::queued(-(bytes as i64));
        self.bytes -= bytes;
    }

    pub(super) fn drain(&mut self, mut take: impl FnMut(Push, bool) -> bool) -> bool {
        self.is_behind = false;
        while let Some(push) = self.entries.pop_front() {
            self.forget(size(&push));
            self.first += 1;
            let mut has_gap = false;
            if let Push::Event { subscription, .. } = &push {
                if !self.gaps.is_empty() {
                    let before = self.gaps.len();
                    self.gaps.retain(|gap| gap != subscription);
                    has_gap = self.gaps.len() < before;
                }
                if !self.newest.is_empty() && self.newest.get(subscription) == Some(&(self.first - 1)) {
                    self.newest.remove(subscription);
                }
            }
            if !take(push, has_gap) {
                break;
            }
        }
        if self.entries.is_empty() && self.entries.capacity() > 64 {
            // A rush is over, and the memory for it is given back.
            self.entries = VecDeque::new();
        }
        !self.entries.is_empty()
    }

    pub(super) fn fall_behind(&mut self) {
        self.is_behind = true;
    }

    pub(super) fn clear(&mut self) {
        self.forget(self.bytes);
        self.entries = VecDeque::new();
        self.newest = HashMap::new();
        self.gaps = Vec::new();
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        self.forget(self.bytes);
    }
}

fn size(push: &Push) -> usize {
    OVERHEAD
        + match push {
            Push::Event { data, .. } => data.len(),
            Push::Own { channel, data, .. } => channel.len() + data.len(),
            Push::Removed { .. } => 0,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(subscription: u32, when_slow: WhenSlow, data: &'static [u8]) -> Push {
        Push::Event {
            subscription,
            event: "e",
            when_slow,
            data: Bytes::from_static(data),
        }
    }

    /// Subscription, data and gap of all that waits.
    fn drained(queue: &mut Queue) -> Vec<(u32, Vec<u8>, bool)> {
        let mut all = Vec::new();
        queue.drain(|push, gap| {
            if let Push::Event {
                subscription, data, ..
            } = push
            {
                all.push((subscription, data.to_vec(), gap));
            }
            true
        });
        all
    }

    #[test]
    fn the_limit_counts_bytes() {
        let mut queue = Queue::new(2 * (OVERHEAD + 1));
        assert!(queue.push(event(1, WhenSlow::Disconnect, b"a")).is_ok());
        assert!(queue.push(event(1, WhenSlow::Disconnect, b"b")).is_ok());
        assert!(queue.push(event(1, WhenSlow::Disconnect, b"c")).is_err());
    }

    #[test]
    fn the_oldest_go_and_a_gap_is_told_before_the_next() {
        let mut queue = Queue::new(3 * (OVERHEAD + 1));
        assert!(queue.push(event(1, WhenSlow::Disconnect, b"a")).is_ok());
        for data in [b"b", b"c", b"d", b"e"] {
            assert!(queue.push(event(2, WhenSlow::DropOldest, data)).is_ok());
        }
        let expected = [(1, b"a", false), (2, b"d", true), (2, b"e", false)];
        assert_eq!(
            drained(&mut queue),
            expected.map(|(n, data, gap)| (n, data.to_vec(), gap))
        );
        assert_eq!(queue.bytes, 0);
    }

    #[test]
    fn where_nothing_may_be_dropped_the_client_goes() {
        let mut queue = Queue::new(OVERHEAD + 1);
        assert!(queue.push(event(1, WhenSlow::Disconnect, b"a")).is_ok());
        assert!(queue.push(event(2, WhenSlow::DropOldest, b"b")).is_err());
    }

    #[test]
    fn only_the_newest_is_kept_for_a_client_that_is_behind() {
        let mut queue = Queue::new(1024);
        for data in [b"a", b"b"] {
            assert!(queue.push(event(1, WhenSlow::KeepLatest, data)).is_ok());
        }
        queue.fall_behind();
        for data in [b"c", b"d"] {
            assert!(queue.push(event(1, WhenSlow::KeepLatest, data)).is_ok());
            assert!(queue.push(event(2, WhenSlow::KeepLatest, data)).is_ok());
        }
        let expected = [(1, b"a", true), (1, b"d", false), (2, b"d", true)];
        assert_eq!(
            drained(&mut queue),
            expected.map(|(n, data, gap)| (n, data.to_vec(), gap))
        );
        assert!(queue.newest.is_empty() && queue.gaps.is_empty());
    }

    #[test]
    fn a_drop_before_it_does_not_lose_the_newest() {
        let mut queue = Queue::new(3 * (OVERHEAD + 1));
        queue.fall_behind();
        assert!(queue.push(event(1, WhenSlow::DropOldest, b"a")).is_ok());
        assert!(queue.push(event(2, WhenSlow::KeepLatest, b"b")).is_ok());
        assert!(queue.push(event(1, WhenSlow::DropOldest, b"c")).is_ok());
        assert!(queue.push(event(1, WhenSlow::DropOldest, b"d")).is_ok());
        assert!(queue.push(event(2, WhenSlow::KeepLatest, b"e")).is_ok());
        let expected = [(2, b"e", true), (1, b"c", true), (1, b"d", false)];
        assert_eq!(
            drained(&mut queue),
            expected.map(|(n, data, gap)| (n, data.to_vec(), gap))
        );
    }
}
