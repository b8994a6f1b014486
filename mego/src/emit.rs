//! To whom an event goes.

use std::any::TypeId;
use std::collections::{HashMap, HashSet};
use std::fmt;

use bytes::Bytes;

use crate::channels::{Channel, Channels, Subscriber};
use crate::event::{Event, EventInfo};
use crate::handle::Hub;
use crate::session::{Push, Session};
use crate::wire::{self, EncodeError};

/// The subscribers of a channel, or of all: [`Handle::to`](crate::Handle::to) and
/// [`Handle::to_all`](crate::Handle::to_all) make it, and it can be narrowed.
///
/// ```
/// use mego::prelude::*;
///
/// /// Somebody wrote in a room.
/// #[mego::event]
/// struct NewMessage {
///     text: String,
/// }
///
/// #[mego::method]
/// async fn say(handle: Handle, session: Session, room: String, text: String) {
///     handle.to(&format!("room:{room}")).except(&session).emit(&NewMessage { text });
/// }
/// let engine = Engine::new().register(methods![say]).register(events![NewMessage]);
/// ```
#[must_use = "nothing is sent until `emit` is called"]
pub struct To<'a> {
    hub: &'a Hub,
    /// `None` for all channels.
    channel: Option<&'a str>,
    only: Option<HashSet<u128>>,
    except: Vec<u128>,
    filters: Vec<Box<Filter<'a>>>,
}

type Filter<'a> = dyn Fn(&Session) -> bool + 'a;

impl<'a> To<'a> {
    pub(crate) fn new(hub: &'a Hub, channel: Option<&'a str>) -> To<'a> {
        To {
            hub,
            channel,
            only: None,
            except: Vec::new(),
            filters: Vec::new(),
        }
    }

    /// Only these sessions, as far as they have subscribed.
    pub fn only<'s>(mut self, sessions: impl IntoIterator<Item = &'s Session>) -> To<'a> {
        let keys = sessions.into_iter().map(Session::key);
        self.only = Some(match self.only {
            None => keys.collect(),
            Some(only) => keys.filter(|key| only.contains(key)).collect(),
        });
        self
    }

    /// Only the sessions for which the function says so. It is called for each subscriber, one after the other.
    pub fn filter(mut self, filter: impl Fn(&Session) -> bool + 'a) -> To<'a> {
        self.filters.push(Box::new(filter));
        self
    }

    /// All but this session.
    pub fn except(mut self, session: &Session) -> To<'a> {
        self.except.push(session.key());
        self
    }

    /// Sends an event. It is encoded once and queued for everybody who gets it before this returns; nothing is waited
    /// for. Where nobody listens, nothing is done at all.
    ///
    /// All subscribers of a channel get its events in one and the same order.
    ///
    /// An event that no `events![…]` of the engine lists, one on a channel that has another form than the event says, one
    /// that cannot be encoded, and one above [`Limits::max_event`](crate::Limits::max_event) is not sent, and the log says
    /// so.
    pub fn emit<E: Event>(self, event: &E) {
        let Some(channels) = self.hub.channels() else {
            return;
        };
        let Some(topic) = channels.of_type(TypeId::of::<E>()) else {
            return unregistered(E::NAME);
        };
        if self.channel.is_some_and(|channel| !fits(E::INFO, channel)) {
            return;
        }
        let mut data = None;
        for channel in topic.channels(self.channel) {
            if channel.is_empty() {
                continue;
            }
            // Once for all, when there is somebody.
            if data.is_none() {
                data = self.hub.encode(event);
            }
            let Some(data) = &data else { return };
            self.push(&channel, |subscriber| topic.push(subscriber.subscription, data));
        }
    }

    /// Ends the subscriptions of those that this reaches, to every event on the channel. The clients are told.
    pub fn kick(self) {
        let topics = self.hub.channels().map_or(&[][..], Channels::topics);
        for channel in topics.iter().flat_map(|topic| topic.channels(self.channel)) {
            self.push(&channel, |subscriber| Push::Removed {
                subscription: subscriber.subscription,
            });
        }
    }

    /// The sessions that this reaches, each once, in no particular order.
    #[must_use]
    pub fn sessions(self) -> Vec<Session> {
        let topics = self.hub.channels().map_or(&[][..], Channels::topics);
        let sessions: HashMap<_, _> = topics
            .iter()
            .flat_map(|topic| topic.channels(self.channel))
            .flat_map(|channel| channel.subscribers())
            .map(|subscriber| (subscriber.session.key(), subscriber.session))
            .collect();
        sessions
            .into_values()
            .filter(|session| self.reaches(session))
            .collect()
    }

    fn push(&self, channel: &Channel, push: impl Fn(&Subscriber) -> Push) {
        if self.filters.is_empty() {
            return channel.push(|subscriber| self.admits(&subscriber.session).then(|| push(subscriber)));
        }
        // A filter is the user's, who may emit from it: it is asked before the channel is locked.
        let chosen: HashSet<_> = channel
            .subscribers()
            .into_iter()
            .filter(|subscriber| self.reaches(&subscriber.session))
            .map(|subscriber| (subscriber.session.key(), subscriber.subscription))
            .collect();
        channel.push(|subscriber| {
            chosen
                .contains(&(subscriber.session.key(), subscriber.subscription))
                .then(|| push(subscriber))
        });
    }

    fn admits(&self, session: &Session) -> bool {
        self.only
            .as_ref()
            .is_none_or(|only| only.contains(&session.key()))
            && !self.except.contains(&session.key())
    }

    fn reaches(&self, session: &Session) -> bool {
        self.admits(session) && self.filters.iter().all(|filter| filter(session))
    }
}

impl fmt::Debug for To<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("To")
            .field("channel", &self.channel)
            .finish_non_exhaustive()
    }
}

/// Whether the channel has the form that the event says its channels have. A mistake in it would be heard by nobody, and
/// is told in the log.
pub(crate) fn fits(info: &EventInfo, channel: &str) -> bool {
    let fits = info.has_channel(channel);
    if !fits {
        let (event, pattern) = (info.name, info.channel.unwrap_or_default());
        tracing::error!(target: "mego", event, channel, "this event is not sent: its channels look like `{pattern}`");
    }
    fits
}

fn unregistered(event: &str) {
    tracing::error!(target: "mego", event, "this event is not sent: no `events![…]` of the engine lists it");
}

impl Hub {
    /// What an event carries, encoded; nothing where it cannot be sent.
    pub(crate) fn encode<E: Event>(&self, event: &E) -> Option<Bytes> {
        if self.channels()?.of_type(TypeId::of::<E>()).is_none() {
            unregistered(E::NAME);
            return None;
        }
        let mut data = Vec::new();
        match wire::encode_into(&mut data, event, self.max_event()) {
            Ok(()) => Some(data.into()),
            Err(EncodeError::TooLarge) => {
                let max = self.max_event();
                tracing::error!(target: "mego", event = E::NAME, "this event is not sent: it is larger than {max} bytes");
                None
            }
            Err(EncodeError::Serialize(error)) => {
                tracing::error!(target: "mego", event = E::NAME, %error, "this event cannot be encoded");
                None
            }
        }
    }
}
