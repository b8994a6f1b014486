//! The handle of an engine: what the rest of a program holds to reach its clients and to close it.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use crate::channels::{Channels, Place};
use crate::directory::{Directory, shrink};
use crate::emit::To;
use crate::limits::Limits;
use crate::observe;
use crate::random;
use crate::session::{Mail, Mailbox, Session};

/// Reaches a running engine from anywhere. Cheap to clone; it is also an extractor.
///
/// ```
/// use mego::prelude::*;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let engine = Engine::new();
/// let handle = engine.handle();
/// // … `engine.run("127.0.0.1:5000")` on a task of its own, and when it is time to go:
/// handle.close().await;
/// # }
/// ```
#[derive(Clone)]
pub struct Handle(Arc<Hub>);

/// Every connection of an engine, and whether it is closing.
pub(crate) struct Hub {
    node: String,
    connections: Mutex<HashMap<u64, Arc<Mailbox>>>,
    next: AtomicU64,
    open: watch::Sender<usize>,
    phase: watch::Sender<Phase>,
    sessions: Arc<Directory>,
    served: OnceLock<Served>,
    /// The time over which clients are spread, once the engine is being closed.
    window: OnceLock<Duration>,
}

/// What is known once the engine serves.
struct Served {
    limits: Limits,
    channels: Channels,
}

/// How far an engine is in its closing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
pub(crate) enum Phase {
    Open,
    /// It does not say that it is ready, and still takes whoever comes.
    NotReady,
    Closing,
}

impl Default for Hub {
    fn default() -> Hub {
        Hub {
            node: random::incident(),
            connections: Mutex::default(),
            next: AtomicU64::new(0),
            open: watch::Sender::new(0),
            phase: watch::Sender::new(Phase::Open),
            sessions: Arc::default(),
            served: OnceLock::new(),
            window: OnceLock::new(),
        }
    }
}

impl Handle {
    pub(crate) fn new(hub: Arc<Hub>) -> Handle {
        Handle(hub)
    }

    /// The subscribers of a channel, to [emit](To::emit) an event to them.
    pub fn to<'a>(&'a self, channel: &'a str) -> To<'a> {
        To::new(&self.0, Some(channel))
    }

    /// The subscribers of all channels. Who has subscribed to an event on two of them gets it twice.
    pub fn to_all(&self) -> To<'_> {
        To::new(&self.0, None)
    }

    /// Ends all subscriptions on a channel, of whatever event. The clients are told.
    pub fn destroy(&self, channel: &str) {
        self.to(channel).kick();
    }

    /// How many connections are open, those included that have not said Hello yet.
    #[must_use]
    pub fn connections(&self) -> usize {
        *self.0.open.borrow()
    }

    /// How many sessions there are.
    #[must_use]
    pub fn session_count(&self) -> usize {
        self.0.sessions.count()
    }

    /// All sessions, in no particular order.
    #[must_use]
    pub fn sessions(&self) -> Vec<Session> {
        self.0.sessions.all()
    }

    /// The session with this id.
    #[must_use]
    pub fn session(&self, id: &str) -> Option<Session> {
        let (node, key) = id.rsplit_once('-')?;
        let key = u128::from_str_radix(key, 16).ok()?;
        self.0.sessions.find(key).filter(|_| node == self.0.node)
    }

    /// The sessions of a user: those that [`Session::set_user`] was called with this id for.
    #[must_use]
    pub fn sessions_of(&self, user: &str) -> Vec<Session> {
        self.0.sessions.of_user(user)
    }

    /// How many channels somebody listens to, and how many subscriptions there are to them.
    #[must_use]
    pub fn subscription_count(&self) -> (usize, usize) {
        self.0.channels().map_or((0, 0), Channels::count)
    }

    /// Whether new clients should be sent here: what `/readyz` says.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        *self.0.phase.borrow() == Phase::Open
    }

    /// Makes `/readyz` say that no new clients should be sent here, and changes nothing else. The first step of closing,
    /// for a load balancer that takes its time to see it.
    pub fn set_not_ready(&self) {
        self.0.advance(Phase::NotReady);
    }

    /// Closes the engine and waits until its last connection is gone.
    ///
    /// From now on no connection is accepted and every new call is answered Unavailable. Clients are told to go and have
    /// [`Limits::drain_window`](crate::Limits::drain_window) for it; each connection closes with 1012, on which clients
    /// reconnect with back-off, at a moment of its own within that time, or when its calls in flight have ended, if that
    /// is later. What has not ended after [`Limits::drain`](crate::Limits::drain) is answered Unavailable.
    /// [`Engine::run`](crate::Engine::run) then returns.
    pub async fn close(&self) {
        self.close_within(self.0.limits().drain_window).await;
    }

    pub(crate) fn limits(&self) -> Limits {
        self.0.limits()
    }

    /// As [`close`](Handle::close), with another time over which clients are spread.
    pub(crate) async fn close_within(&self, window: Duration) {
        // What was set first counts: whoever closes a second time only waits.
        let _ = self.0.window.set(window);
        self.0.advance(Phase::Closing);
        let now = Instant::now();
        for mailbox in self.0.lock().values() {
            mailbox.post(self.0.drain(now));
        }
        self.0.emptied().await;
    }

    /// Comes back when the engine is being closed: for streams without an end, which would otherwise hold the end up for
    /// as long as [`Limits::drain`](crate::Limits::drain) allows.
    ///
    /// ```
    /// use mego::prelude::*;
    /// use mego::stream::stream;
    ///
    /// /// The time, a value a second.
    /// #[mego::method]
    /// async fn clock(handle: Handle) -> impl Stream<Item = u64> {
    ///     stream(async move |mut items| {
    ///         for second in 0.. {
    ///             items.item(second).await;
    ///             tokio::select! {
    ///                 () = tokio::time::sleep(std::time::Duration::from_secs(1)) => {}
    ///                 () = handle.closing() => return,
    ///             }
    ///         }
    ///     })
    /// }
    /// ```
    pub async fn closing(&self) {
        self.0.closed().await;
    }

    /// Waits until the process is told to stop, and closes the engine: what [`Engine::run`](crate::Engine::run) does by
    /// itself.
    ///
    /// ```no_run
    /// use mego::prelude::*;
    ///
    /// # #[tokio::main]
    /// # async fn main() -> mego::Result<()> {
    /// let engine = Engine::default();
    /// let handle = engine.handle();
    /// let listener = tokio::net::TcpListener::bind("127.0.0.1:5000").await?;
    /// let app = axum::Router::new().merge(engine.router()?);
    /// axum::serve(listener, app).with_graceful_shutdown(async move { handle.close_on_signal().await }).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn close_on_signal(&self) {
        crate::signals::close_on_signal(self.clone()).await;
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handle")
            .field("connections", &self.connections())
            .finish()
    }
}

impl Hub {
    fn lock(&self) -> MutexGuard<'_, HashMap<u64, Arc<Mailbox>>> {
        self.connections.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The name of this process among others: the first part of every session id.
    pub(crate) fn node(&self) -> &str {
        &self.node
    }

    pub(crate) fn sessions(&self) -> &Arc<Directory> {
        &self.sessions
    }

    /// Learns what it is to serve. An engine is built once; a second time changes nothing.
    pub(crate) fn serve(&self, limits: &Limits, channels: Channels) {
        let _ = self.served.set(Served {
            limits: limits.clone(),
            channels,
        });
    }

    /// The events and who listens to them, once the engine serves.
    pub(crate) fn channels(&self) -> Option<&Channels> {
        self.served.get().map(|served| &served.channels)
    }

    /// Ends a subscription.
    pub(crate) fn leave(&self, place: &Place) {
        if let Some(channels) = self.channels() {
            channels.unsubscribe(place);
        }
    }

    pub(crate) fn max_event(&self) -> usize {
        self.served.get().map_or(0, |served| served.limits.event)
    }

    fn advance(&self, phase: Phase) {
        self.phase.send_if_modified(|current| {
            let is_later = phase > *current;
            if is_later {
                *current = phase;
            }
            is_later
        });
    }

    pub(crate) fn is_closing(&self) -> bool {
        *self.phase.borrow() == Phase::Closing
    }

    /// When a connection has to go: each at a moment of its own, so that not all of them come back at once.
    fn drain(&self, now: Instant) -> Mail {
        let drain = self.limits().drain;
        let window = self.window.get().copied().unwrap_or_default().min(drain);
        Mail::Drain {
            window,
            leave: now + window.mul_f64(random::fraction()),
            until: now + drain,
        }
    }

    /// The limits that the engine serves with.
    pub(crate) fn limits(&self) -> Limits {
        self.served
            .get()
            .map(|served| served.limits.clone())
            .unwrap_or_default()
    }

    /// Comes back when the engine is being closed.
    pub(crate) async fn closed(&self) {
        // The sender lives in `self`, so that waiting cannot fail.
        let _ = self
            .phase
            .subscribe()
            .wait_for(|phase| *phase == Phase::Closing)
            .await;
    }

    /// Comes back when no connection is open.
    pub(crate) async fn emptied(&self) {
        // As above.
        let _ = self.open.subscribe().wait_for(|open| *open == 0).await;
    }

    /// Enters a connection, until the membership is dropped.
    pub(crate) fn join(self: &Arc<Hub>, mailbox: Arc<Mailbox>) -> Membership {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let mut connections = self.lock();
        // Asked under the lock: a connection is either in the map when `close` walks it, or sees the engine closing.
        if self.is_closing() {
            mailbox.post(self.drain(Instant::now()));
        }
        connections.insert(number, mailbox);
        observe::connections(1.0);
        self.open.send_replace(connections.len());
        drop(connections);
        Membership {
            hub: Arc::clone(self),
            number,
        }
    }
}

/// One connection's place among all.
pub(crate) struct Membership {
    hub: Arc<Hub>,
    number: u64,
}

impl Drop for Membership {
    fn drop(&mut self) {
        let mut connections = self.hub.lock();
        connections.remove(&self.number);
        observe::connections(-1.0);
        shrink(&mut connections);
        self.hub.open.send_replace(connections.len());
    }
}
