//! Who listens to what: for each event its channels, for each channel its subscribers.
//!
//! A channel exists while somebody listens. Its subscribers get what is emitted under the channel's own lock, so that the
//! order of its events is the same for all of them; to emit is to append to their queues, and waits for no socket.

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use bytes::Bytes;
use slab::Slab;

use crate::directory::shrink;
use crate::event::EventInfo;
use crate::observe;
use crate::session::{Push, Session};
use crate::subscribe::Authorizer;

/// All events of an engine.
#[derive(Default)]
pub(crate) struct Channels {
    topics: Vec<Topic>,
    by_type: HashMap<TypeId, usize>,
    by_name: HashMap<&'static str, usize>,
}

/// One event.
pub(crate) struct Topic {
    pub(crate) info: &'static EventInfo,
    pub(crate) authorizers: Vec<Authorizer>,
    channels: RwLock<HashMap<Arc<str>, Arc<Channel>>>,
}

/// The subscribers of one channel.
#[derive(Default)]
pub(crate) struct Channel(Mutex<Slab<Subscriber>>);

#[derive(Clone)]
pub(crate) struct Subscriber {
    pub(crate) session: Session,
    pub(crate) subscription: u32,
}

/// A subscriber's place on a channel.
pub(crate) struct Place {
    pub(crate) topic: usize,
    pub(crate) name: Arc<str>,
    channel: Arc<Channel>,
    key: usize,
}

impl Channels {
    pub(crate) fn add(&mut self, id: TypeId, info: &'static EventInfo, authorizers: Vec<Authorizer>) {
        let index = self.topics.len();
        self.by_type.insert(id, index);
        self.by_name.insert(info.name, index);
        self.topics.push(Topic {
            info,
            authorizers,
            channels: RwLock::default(),
        });
    }

    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    pub(crate) fn topic(&self, index: usize) -> &Topic {
        &self.topics[index]
    }

    pub(crate) fn of_type(&self, id: TypeId) -> Option<&Topic> {
        self.by_type.get(&id).map(|index| &self.topics[*index])
    }

    pub(crate) fn topics(&self) -> &[Topic] {
        &self.topics
    }

    pub(crate) fn subscribe(&self, topic: usize, name: Arc<str>, subscriber: Subscriber) -> Place {
        let mut channels = self.topics[topic].write();
        let channel = Arc::clone(channels.entry(Arc::clone(&name)).or_default());
        // Within the lock of the table: an empty channel is taken out under the same.
        let key = channel.lock().insert(subscriber);
        observe::subscriptions(1.0);
        Place {
            topic,
            name,
            channel,
            key,
        }
    }

    pub(crate) fn unsubscribe(&self, place: &Place) {
        let mut channels = self.topics[place.topic].write();
        let mut subscribers = place.channel.lock();
        let subscriber = subscribers.try_remove(place.key);
        observe::subscriptions(-1.0);
        if subscribers.is_empty() {
            channels.remove(&place.name);
            shrink(&mut channels);
        } else if subscribers.capacity() > 64 && subscribers.len() * 4 < subscribers.capacity() {
            subscribers.shrink_to_fit();
        }
        drop(subscribers);
        drop(channels);
        // The last of a session may have values whose `Drop` comes back here.
        drop(subscriber);
    }

    /// How many channels there are, and how many subscriptions.
    pub(crate) fn count(&self) -> (usize, usize) {
        self.topics
            .iter()
            .fold((0, 0), |(channels, subscriptions), topic| {
                let table = topic.read();
                let count: usize = table.values().map(|channel| channel.lock().len()).sum();
                (channels + table.len(), subscriptions + count)
            })
    }
}

impl Topic {
    fn read(&self) -> RwLockReadGuard<'_, HashMap<Arc<str>, Arc<Channel>>> {
        // Nothing of the user's runs under the lock.
        self.channels.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, HashMap<Arc<str>, Arc<Channel>>> {
        self.channels.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The channel of this name, or all of them. Those that exist: nobody listens to the others.
    pub(crate) fn channels(&self, name: Option<&str>) -> Vec<Arc<Channel>> {
        let channels = self.read();
        match name {
            // A vector of nothing allocates nothing.
            Some(name) => channels.get(name).cloned().into_iter().collect(),
            None => channels.values().cloned().collect(),
        }
    }

    /// What subscribers are told of `data`.
    pub(crate) fn push(&self, subscription: u32, data: &Bytes) -> Push {
        Push::Event {
            subscription,
            event: self.info.name,
            when_slow: self.info.when_slow,
            data: data.clone(),
        }
    }
}

impl Channel {
    fn lock(&self) -> MutexGuard<'_, Slab<Subscriber>> {
        // Nothing of the user's runs under the lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    pub(crate) fn subscribers(&self) -> Vec<Subscriber> {
        self.lock()
            .iter()
            .map(|(_, subscriber)| subscriber.clone())
            .collect()
    }

    /// Pushes to all subscribers for whom there is something to push.
    pub(crate) fn push(&self, push: impl Fn(&Subscriber) -> Option<Push>) {
        for (_, subscriber) in self.lock().iter() {
            if let Some(push) = push(subscriber) {
                subscriber.session.push(push);
            }
        }
    }
}
