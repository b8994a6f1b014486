//! What the client has subscribed to, and what it is told of it.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::Arc;

use tokio::time::Instant;

use super::calls::{Entry, Key, Task};
use super::in_flight::InFlight;
use super::{Connection, Stage};
use crate::channels::{Place, Subscriber, Topic};
use crate::error::Error;
use crate::failure::Failure;
use crate::fnv::Fnv;
use crate::reply::Reply;
use crate::server::Server;
use crate::session::{Push, Session};
use crate::subscribe::Subscribe;
use crate::transport::Transport;
use crate::wire::sub_state::{GAP, REMOVED};
use crate::wire::{self, Frame, Write};
use crate::{Status, call};

/// The subscriptions of one session, by their numbers.
#[derive(Default)]
pub(super) struct Subscriptions {
    /// The server gives the numbers, and nobody else can make them collide.
    places: HashMap<u32, Place, BuildHasherDefault<Fnv>>,
    /// The last number that was given.
    last: u32,
}

impl Subscriptions {
    /// Ends all of them.
    pub(super) fn clear(&mut self, server: &Server) {
        for place in std::mem::take(&mut self.places).into_values() {
            server.hub.leave(&place);
        }
    }

    /// Whether the number was that of a subscription.
    fn end(&mut self, server: &Server, subscription: u32) -> bool {
        let place = self.places.remove(&subscription);
        if let Some(place) = &place {
            server.hub.leave(place);
        }
        place.is_some()
    }
}

impl<T: Transport> Connection<T> {
    #[inline(never)]
    pub(super) fn subscribe(&mut self, id: u32, event: &str, channel: &str, now: Instant) {
        let limits = self.server.limits();
        let Stage::Open(session) = &self.stage else { return };
        let max = limits.channel_name;
        if channel.is_empty() || channel.len() > max {
            let text = format!(
                "the name of the channel has {} bytes, expected 1 to {max}",
                channel.len()
            );
            return self.fail(id, &Failure::fault(Status::Invalid, text));
        }
        if self.drain.is_some() {
            return self.fail(id, &Failure::closing());
        }
        if self.calls.is_full(limits) {
            return self.fail(id, &Failure::busy(limits.calls));
        }
        let hub = &self.server.hub;
        let topic = hub
            .channels()
            .and_then(|channels| Some((channels.find(event)?, channels)))
            .map(|(index, channels)| (index, channels.topic(index)))
            .filter(|(_, topic)| topic.info.has_channel(channel));
        let Some((topic, description)) = topic else {
            return self.fail(id, &no_channel(event, channel));
        };
        let channel = Arc::from(channel);
        if description.authorizers.is_empty() {
            return self.subscribed(id, topic, channel);
        }
        let asked = ask(description, session, Arc::clone(&channel));
        let task = Task::Subscribe { topic, channel };
        let entry = Entry::own(Key::Call(id), task, now, now + limits.deadline);
        self.calls.push(entry, asked);
    }

    /// Subscribes a client that may.
    pub(super) fn subscribed(&mut self, id: u32, topic: usize, name: Arc<str>) {
        let (Stage::Open(session), Some(channels)) = (&self.stage, self.server.hub.channels()) else {
            return;
        };
        let max = self.server.limits().subscriptions;
        if self.subscriptions.places.len() >= max {
            let text = format!("the session has {max} subscriptions, the limit");
            return self.fail(id, &Failure::fault(Status::ResourceExhausted, text));
        }
        self.subscriptions.last += 1;
        let subscription = self.subscriptions.last;
        let subscriber = Subscriber {
            session: session.clone(),
            subscription,
        };
        let place = channels.subscribe(topic, name, subscriber);
        self.subscriptions.places.insert(subscription, place);
        // Events wait in the mailbox and are looked for later: the answer goes out before the first of them.
        let buffer = self.outbox.buffer();
        wire::write_ok_head(buffer, id);
        buffer.map(1);
        buffer.text("u");
        buffer.unsigned(u64::from(subscription));
    }

    #[inline(never)]
    pub(super) fn unsubscribe(&mut self, id: u32, subscription: u64) {
        let number = u32::try_from(subscription).ok();
        if number.is_some_and(|number| self.subscriptions.end(&self.server, number)) {
            self.outbox.frame(&Frame::Ok { id, result: &[0xc0] });
        } else {
            let text = format!("there is no subscription {subscription}");
            self.fail(id, &Failure::fault(Status::NotFound, text));
        }
    }

    /// Asks again, for every subscription, whether the client may have it.
    pub(super) fn review(&mut self, now: Instant) {
        let (Stage::Open(session), Some(channels)) = (&self.stage, self.server.hub.channels()) else {
            return;
        };
        let deadline = now + self.server.limits().deadline;
        for (subscription, place) in &self.subscriptions.places {
            let topic = channels.topic(place.topic);
            if topic.authorizers.is_empty() {
                continue;
            }
            self.own_calls += 1;
            let subscription = *subscription;
            let task = Task::Review { subscription };
            let entry = Entry::own(Key::Own(self.own_calls), task, now, deadline);
            self.calls
                .push(entry, ask(topic, session, Arc::clone(&place.name)));
        }
    }

    /// Ends a subscription and tells the client, if it still has it.
    pub(super) fn remove(&mut self, subscription: u32) {
        if self.subscriptions.end(&self.server, subscription) {
            self.outbox.frame(&Frame::SubState {
                subscription: u64::from(subscription),
                state: REMOVED,
                code: None,
            });
        }
    }

    /// Takes events from the mailbox as far as there is room for them. Says whether there are more.
    pub(super) fn deliver(&mut self) -> bool {
        if !self.has_pushes {
            return false;
        }
        if !matches!(self.stage, Stage::Open(_)) {
            // They wait for the Welcome, or for nothing.
            return false;
        }
        if !self.outbox.has_room() {
            return true;
        }
        let mut removed = Vec::new();
        let Connection {
            mailbox,
            outbox,
            subscriptions,
            server,
            ..
        } = self;
        self.has_pushes = mailbox.drain(|push, has_gap| {
            match push {
                Push::Event {
                    subscription, data, ..
                } => {
                    // What was queued before the subscription ended is late.
                    if subscriptions.places.contains_key(&subscription) && !removed.contains(&subscription) {
                        let buffer = outbox.buffer();
                        if has_gap {
                            write_gap(buffer, subscription);
                        }
                        wire::write_event_head(buffer, subscription);
                        buffer.extend_from_slice(&data);
                    }
                }
                Push::Own { event, channel, data } => {
                    let topic = server.hub.channels().and_then(|channels| channels.find(event));
                    let mut numbers = subscriptions
                        .places
                        .iter()
                        .filter(|(_, place)| Some(place.topic) == topic && place.name == channel)
                        .map(|(number, _)| *number)
                        .filter(|number| !removed.contains(number))
                        .peekable();
                    if numbers.peek().is_none() {
                        outbox.frame(&Frame::EventTo {
                            event,
                            channel: &channel,
                            data: &data,
                            offset: None,
                        });
                    }
                    for number in numbers {
                        let buffer = outbox.buffer();
                        wire::write_event_head(buffer, number);
                        buffer.extend_from_slice(&data);
                    }
                }
                Push::Removed { subscription } => {
                    if subscriptions.places.contains_key(&subscription) && !removed.contains(&subscription) {
                        removed.push(subscription);
                        outbox.frame(&Frame::SubState {
                            subscription: u64::from(subscription),
                            state: REMOVED,
                            code: None,
                        });
                    }
                }
            }
            outbox.has_room()
        });
        // Not under the lock of the mailbox: whoever emits holds the channel's and wants the mailbox's.
        for subscription in removed {
            self.subscriptions.end(&self.server, subscription);
        }
        self.has_pushes
    }
}

fn write_gap(buffer: &mut Vec<u8>, subscription: u32) {
    Frame::SubState {
        subscription: u64::from(subscription),
        state: GAP,
        code: None,
    }
    .write(buffer);
}

/// Asks all who have a say, one after the other; the first refusal counts.
fn ask(topic: &Topic, session: &Session, channel: Arc<str>) -> InFlight {
    let authorizers = topic.authorizers.clone();
    let request = Subscribe::new(session.clone(), topic.info.name, topic.info.channel, channel);
    InFlight::of(async move {
        for authorizer in authorizers {
            match authorizer.ask(request.clone()).await {
                Ok(true) => {}
                Ok(false) => return Reply::failed(no_channel(request.event(), request.channel())),
                Err(error) => return Reply::error(refusal(error, &request)),
            }
        }
        Reply::empty()
    })
}

/// A fault of `NoPermission` or the like is a refusal, too, and says no more than any other.
fn refusal(error: Error, request: &Subscribe) -> Error {
    match error.status() {
        Status::NoPermission | Status::NotAuthorized | Status::NotFound => Error::new(
            Status::NotFound,
            no_channel_text(request.event(), request.channel()),
        ),
        _ => error,
    }
}

fn no_channel(event: &str, channel: &str) -> Failure {
    Failure::fault(Status::NotFound, no_channel_text(event, channel))
}

fn no_channel_text(event: &str, channel: &str) -> String {
    let (channel, event) = (call::shown(channel), call::shown(event));
    format!("there is no channel `{channel}` of the event `{event}`")
}
