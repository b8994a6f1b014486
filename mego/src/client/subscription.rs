//! Events as a program takes them.

use std::convert::Infallible;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use serde::de::DeserializeOwned;
use tokio::sync::oneshot;

use super::Client;
use super::error::CallError;
use super::listener::{Ended, Entry, Listener, Overflow, Taken};
use super::request::{Command, Subscribe};
use crate::event::Event;
use crate::stream::Stream;
use crate::wire;

/// As much as the server keeps for a client that is slow.
const MAX_WAITING: usize = 1024 * 1024;

/// How long a subscription may wait for its answer, where the client has no timeout of its own.
const PATIENCE: Duration = Duration::from_secs(30);

/// A subscription that is about to be made: [`Client::subscribe`]. It is when it is awaited.
#[must_use = "nothing is subscribed to until it is awaited"]
pub struct Subscribing<E> {
    client: Client,
    channel: Arc<str>,
    max_waiting: usize,
    overflow: Overflow,
    kind: Kind<E>,
}

/// An event as it is known here. Kept as values, so that its bounds are asked for once, where a subscription is made.
struct Kind<E> {
    name: &'static str,
    read: fn(&[u8]) -> Result<E, rmp_serde::decode::Error>,
}

impl<E: Event + DeserializeOwned> Kind<E> {
    const OF: Kind<E> = Kind {
        name: E::NAME,
        read: |bytes| wire::decode(bytes),
    };
}

impl<E: Event + DeserializeOwned> Subscribing<E> {
    pub(super) fn new(client: Client, channel: Arc<str>) -> Subscribing<E> {
        Subscribing {
            client,
            channel,
            max_waiting: MAX_WAITING,
            overflow: Overflow::default(),
            kind: Kind::OF,
        }
    }
}

impl<E> Subscribing<E> {
    /// Bytes of events that may wait here to be taken; default 1 MiB.
    pub fn max_waiting(mut self, bytes: usize) -> Subscribing<E> {
        self.max_waiting = bytes;
        self
    }

    /// What gives way when more wait; by default the oldest.
    pub fn overflow(mut self, overflow: Overflow) -> Subscribing<E> {
        self.overflow = overflow;
        self
    }
}

impl<E: 'static> IntoFuture for Subscribing<E> {
    type Output = Result<Subscription<E>, CallError<Infallible>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let Subscribing {
                client,
                channel,
                kind,
                ..
            } = self;
            let listener = Arc::new(Listener::new(self.max_waiting, self.overflow));
            let key = client.next_key();
            let patience = client.timeout().unwrap_or(PATIENCE);
            let (ready, answer) = oneshot::channel();
            client.command(Command::Subscribe(Subscribe {
                key,
                event: kind.name,
                channel: Arc::clone(&channel),
                listener: Arc::clone(&listener),
                ready,
            }));
            // From here on, dropping it forgets the subscription.
            let subscription = Subscription {
                channel,
                inbox: Inbox {
                    client,
                    key,
                    listener,
                    kind,
                },
                end: None,
            };
            match tokio::time::timeout(patience, answer).await {
                Ok(Ok(Ok(()))) => Ok(subscription),
                Ok(Ok(Err(failed))) => Err(failed.into_error()),
                Ok(Err(_)) => Err(CallError::disconnected("the client is closed")),
                Err(_) => Err(CallError::Timeout),
            }
        })
    }
}

/// Events of one kind on one channel: [`Client::subscribe`]. Dropping it unsubscribes.
///
/// It is a [`Stream`] of the events and passes gaps over; [`next_update`](Subscription::next_update) tells of them.
/// After a lost connection it is subscribed again by itself, with a gap for what may have been missed. It ends when the
/// server refuses that or takes the subscription away, and when the client is closed: [`end`](Subscription::end) says
/// why.
#[must_use = "dropping a subscription ends it"]
pub struct Subscription<E> {
    channel: Arc<str>,
    inbox: Inbox<E>,
    end: Option<Ended>,
}

/// What comes of a subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Update<E> {
    /// An event.
    Event(E),
    /// Events may be missing here: the server or this client dropped some that nobody took in time, one could not be read
    /// as this type, or the connection was lost for a while.
    Gap,
}

impl<E> Subscription<E> {
    /// The channel.
    #[must_use]
    pub fn channel(&self) -> &str {
        &self.channel
    }

    /// The next event; nothing when the subscription has ended. May be dropped before it comes back, and nothing is lost.
    pub async fn next(&mut self) -> Option<E> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// The next event, or notice that some may be missing; nothing when the subscription has ended. May be dropped
    /// before it comes back, and nothing is lost.
    pub async fn next_update(&mut self) -> Option<Update<E>> {
        poll_fn(|cx| self.poll_update(cx)).await
    }

    /// Why the subscription has ended, if it has.
    #[must_use]
    pub fn end(&self) -> Option<&Ended> {
        self.end.as_ref()
    }

    fn poll_update(&mut self, cx: &mut Context<'_>) -> Poll<Option<Update<E>>> {
        if self.end.is_some() {
            return Poll::Ready(None);
        }
        Poll::Ready(match ready!(self.inbox.poll(cx)) {
            Ok(Some(ChannelEvent { event, .. })) => Some(Update::Event(event)),
            Ok(None) => Some(Update::Gap),
            Err(end) => {
                self.end = Some(end);
                None
            }
        })
    }
}

impl<E> Stream for Subscription<E> {
    type Item = E;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<E>> {
        loop {
            match ready!(self.poll_update(cx)) {
                Some(Update::Event(event)) => return Poll::Ready(Some(event)),
                Some(Update::Gap) => {}
                None => return Poll::Ready(None),
            }
        }
    }
}

/// Every event of one kind that comes, whatever its channel: [`Client::events`]. It ends when the client is closed. At most
/// 1 MiB of them wait to be taken; with more, the oldest give way.
#[must_use = "nothing is listened to when it is dropped"]
pub struct Events<E> {
    inbox: Inbox<E>,
}

/// An event, and the channel that it came on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelEvent<E> {
    /// The channel.
    pub channel: Arc<str>,
    /// The event.
    pub event: E,
}

impl<E: Event + DeserializeOwned> Events<E> {
    pub(super) fn new(client: Client) -> Events<E> {
        let listener = Arc::new(Listener::new(MAX_WAITING, Overflow::default()));
        let key = client.next_key();
        client.command(Command::Listen {
            key,
            event: E::NAME,
            listener: Arc::clone(&listener),
        });
        Events {
            inbox: Inbox {
                client,
                key,
                listener,
                kind: Kind::OF,
            },
        }
    }
}

impl<E> Events<E> {
    /// The next event; nothing when the client is closed. May be dropped before it comes back, and nothing is lost.
    pub async fn next(&mut self) -> Option<ChannelEvent<E>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<E> Stream for Events<E> {
    type Item = ChannelEvent<E>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<ChannelEvent<E>>> {
        loop {
            match ready!(self.inbox.poll(cx)) {
                Ok(Some(event)) => return Poll::Ready(Some(event)),
                Ok(None) => {}
                Err(_) => return Poll::Ready(None),
            }
        }
    }
}

/// The end of a queue at which events are taken.
struct Inbox<E> {
    client: Client,
    key: u64,
    listener: Arc<Listener>,
    kind: Kind<E>,
}

impl<E> Inbox<E> {
    /// The next event, or nothing for a gap, or the end.
    fn poll(&self, cx: &mut Context<'_>) -> Poll<Result<Option<ChannelEvent<E>>, Ended>> {
        Poll::Ready(match ready!(self.listener.poll(cx)) {
            Taken::Entry(Entry::Event { channel, data }) => match (self.kind.read)(&data) {
                Ok(event) => Ok(Some(ChannelEvent { channel, event })),
                Err(error) => {
                    tracing::warn!(target: "mego", event = self.kind.name, %channel, %error, "an event is not as this client expects");
                    Ok(None)
                }
            },
            Taken::Entry(Entry::Gap) => Ok(None),
            Taken::End(ended) => Err(ended),
        })
    }
}

impl<E> Drop for Inbox<E> {
    fn drop(&mut self) {
        self.client.command(Command::Forget(self.key));
    }
}

impl<E> fmt::Debug for Subscribing<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Subscribing").field(&self.channel).finish()
    }
}

impl<E> fmt::Debug for Subscription<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscription")
            .field("channel", &self.channel)
            .field("end", &self.end)
            .finish_non_exhaustive()
    }
}

impl<E> fmt::Debug for Events<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").finish_non_exhaustive()
    }
}
