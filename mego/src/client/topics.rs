//! What a client has subscribed to. However many listeners a channel has, the server is asked once.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use tokio::sync::oneshot;

use super::error::Failed;
use super::listener::{Ended, Listener};
use super::request::Subscribe;
use crate::Status;
use crate::wire::sub_state::{GAP, REMOVED};

/// An event on a channel, and who listens to it.
struct Topic {
    event: &'static str,
    channel: Arc<str>,
    stage: Stage,
    /// It was live on an earlier connection, so that events may have been missed.
    was_live: bool,
    members: Vec<Member>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The server was not asked on this connection.
    Unsent,
    Asked,
    /// The server's number.
    Live(u64),
}

struct Member {
    key: u64,
    listener: Arc<Listener>,
    /// Told when the subscription is there.
    ready: Option<oneshot::Sender<Result<(), Failed>>>,
}

#[derive(Default)]
pub(super) struct Topics {
    topics: HashMap<u64, Topic>,
    by_name: HashMap<(&'static str, Arc<str>), u64>,
    by_number: HashMap<u64, u64>,
    by_member: HashMap<u64, u64>,
    /// Listeners to all events of a name.
    everywhere: HashMap<u64, (&'static str, Arc<Listener>)>,
    last: u64,
}

impl Topics {
    /// Adds a listener. Gives the topic that the server has to be asked for, if it has not been.
    pub(super) fn subscribe(&mut self, subscribe: Subscribe) -> Option<u64> {
        let Subscribe {
            key,
            event,
            channel,
            listener,
            ready,
        } = subscribe;
        let name = (event, Arc::clone(&channel));
        let id = *self.by_name.entry(name).or_insert_with(|| {
            self.last += 1;
            self.last
        });
        let topic = self.topics.entry(id).or_insert_with(|| Topic {
            event,
            channel,
            stage: Stage::Unsent,
            was_live: false,
            members: Vec::new(),
        });
        let ready = if let Stage::Live(_) = topic.stage {
            let _ = ready.send(Ok(()));
            None
        } else {
            Some(ready)
        };
        topic.members.push(Member { key, listener, ready });
        self.by_member.insert(key, id);
        (topic.stage == Stage::Unsent && topic.members.len() == 1).then_some(id)
    }

    pub(super) fn listen(&mut self, key: u64, event: &'static str, listener: Arc<Listener>) {
        self.everywhere.insert(key, (event, listener));
    }

    /// Takes a listener away. Gives the number that the server has to be told is over, if it was the last.
    pub(super) fn forget(&mut self, key: u64) -> Option<u64> {
        self.everywhere.remove(&key);
        let id = self.by_member.remove(&key)?;
        let topic = self.topics.get_mut(&id)?;
        topic.members.retain(|member| member.key != key);
        if !topic.members.is_empty() {
            return None;
        }
        // Whoever subscribes now gets a subscription of its own: this one is on its way out.
        self.by_name.remove(&(topic.event, Arc::clone(&topic.channel)));
        match topic.stage {
            // Kept until the answer comes.
            Stage::Asked => None,
            Stage::Unsent => {
                self.topics.remove(&id);
                None
            }
            Stage::Live(number) => {
                self.topics.remove(&id);
                self.by_number.remove(&number);
                Some(number)
            }
        }
    }

    /// Notes that the server is being asked. Gives what for; nothing where nobody wants it any more.
    pub(super) fn ask(&mut self, id: u64) -> Option<(&'static str, Arc<str>)> {
        let topic = self.topics.get_mut(&id)?;
        topic.stage = Stage::Asked;
        Some((topic.event, Arc::clone(&topic.channel)))
    }

    /// The server has subscribed the client. Gives the number back if nobody wants it any more.
    pub(super) fn accepted(&mut self, id: u64, number: u64) -> Option<u64> {
        let Some(topic) = self.topics.get_mut(&id) else {
            return Some(number);
        };
        if topic.members.is_empty() {
            self.topics.remove(&id);
            return Some(number);
        }
        topic.stage = Stage::Live(number);
        self.by_number.insert(number, id);
        for member in &mut topic.members {
            match member.ready.take() {
                // Whoever waited may have gone, and is forgotten then.
                Some(ready) => drop(ready.send(Ok(()))),
                None if topic.was_live => member.listener.gap(),
                None => {}
            }
        }
        topic.was_live = true;
        None
    }

    pub(super) fn refused(&mut self, id: u64, failed: &Failed) {
        if let Failed::Answered(answer) = failed
            && answer.status() == Status::Unavailable
            && let Some(topic) = self.topics.get_mut(&id)
            && !topic.members.is_empty()
        {
            // The server is closing: the next connection asks again.
            topic.stage = Stage::Unsent;
            return;
        }
        self.remove(id, failed, &Ended::from(failed.clone()));
    }

    fn remove(&mut self, id: u64, failed: &Failed, ended: &Ended) {
        let Some(topic) = self.topics.remove(&id) else {
            return;
        };
        let name = (topic.event, topic.channel);
        if self.by_name.get(&name) == Some(&id) {
            self.by_name.remove(&name);
        }
        if let Stage::Live(number) = topic.stage {
            self.by_number.remove(&number);
        }
        for member in topic.members {
            self.by_member.remove(&member.key);
            match member.ready {
                Some(ready) => drop(ready.send(Err(failed.clone()))),
                None => member.listener.end(ended.clone()),
            }
        }
    }

    /// The connection is gone, and with it all numbers.
    pub(super) fn lost(&mut self) {
        self.by_number.clear();
        self.topics.retain(|_, topic| !topic.members.is_empty());
        for topic in self.topics.values_mut() {
            topic.stage = Stage::Unsent;
        }
    }

    /// What the server has to be asked for on a new connection, in the order in which it was first asked.
    pub(super) fn to_ask(&self) -> Vec<u64> {
        let mut ids: Vec<_> = self.topics.keys().copied().collect();
        ids.sort_unstable();
        ids
    }

    /// Subscriptions that wait for their first answer are told that there will be none for now.
    pub(super) fn fail_waiting(&mut self, failed: &Failed) {
        let waiting: Vec<_> = self
            .topics
            .iter()
            .filter(|(_, topic)| !topic.was_live && topic.stage == Stage::Unsent)
            .map(|(id, _)| *id)
            .collect();
        for id in waiting {
            self.refused(id, failed);
        }
    }

    /// Nothing will come any more.
    pub(super) fn end(&mut self, failed: &Failed) {
        let ended = Ended::from(failed.clone());
        for id in self.to_ask() {
            self.remove(id, failed, &ended);
        }
        for (_, listener) in std::mem::take(&mut self.everywhere).into_values() {
            listener.end(ended.clone());
        }
    }

    /// An event on a subscription; nothing where that is over.
    pub(super) fn event(&self, number: u64, data: &[u8]) {
        let Some(topic) = self.by_number.get(&number).and_then(|id| self.topics.get(id)) else {
            return;
        };
        let data = Bytes::copy_from_slice(data);
        for member in &topic.members {
            member.listener.push(&topic.channel, &data);
        }
        self.push_everywhere(topic.event, &topic.channel, &data);
    }

    /// An event to this client alone.
    pub(super) fn event_to(&self, event: &str, channel: &str, data: &[u8]) {
        if self.everywhere.values().any(|(name, _)| *name == event) {
            self.push_everywhere(event, &Arc::from(channel), &Bytes::copy_from_slice(data));
        }
    }

    fn push_everywhere(&self, event: &str, channel: &Arc<str>, data: &Bytes) {
        for (name, listener) in self.everywhere.values() {
            if *name == event {
                listener.push(channel, data);
            }
        }
    }

    /// The server tells how a subscription fares.
    pub(super) fn state(&mut self, number: u64, state: u64) {
        let Some(id) = self.by_number.get(&number).copied() else {
            return;
        };
        match state {
            GAP => {
                let members = self.topics.get(&id).into_iter().flat_map(|topic| &topic.members);
                members.for_each(|member| member.listener.gap());
            }
            REMOVED => self.remove(
                id,
                &Failed::offline("the server has ended the subscription"),
                &Ended::Removed,
            ),
            _ => {}
        }
    }
}
