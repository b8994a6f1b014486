//! Every limit of a server, in one place.

use std::time::Duration;

use crate::wire::WelcomeLimits;

/// The limits that a server keeps, and that clients learn in Welcome.
///
/// ```
/// use std::time::Duration;
/// use mego::{Engine, Limits};
///
/// let limits = Limits::default().max_message(256 * 1024).deadline(Duration::from_secs(10));
/// let engine = Engine::new().limits(limits);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Limits {
    pub(crate) message: usize,
    pub(crate) first_message: usize,
    pub(crate) handshake: Duration,
    pub(crate) queue: usize,
    pub(crate) calls: usize,
    pub(crate) subscriptions: usize,
    pub(crate) channel_name: usize,
    pub(crate) event: usize,
    pub(crate) credit: u32,
    pub(crate) sessions_per_user: usize,
    pub(crate) connections_per_address: usize,
    pub(crate) deadline: Duration,
    pub(crate) max_deadline: Duration,
    pub(crate) result: usize,
    pub(crate) ping: Duration,
    pub(crate) silence: Duration,
    pub(crate) drain: Duration,
    pub(crate) drain_window: Duration,
    pub(crate) ready_delay: Duration,
    pub(crate) read_buffer: usize,
    pub(crate) write_buffer: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            message: 64 * 1024,
            first_message: 16 * 1024,
            handshake: Duration::from_secs(5),
            queue: 1024 * 1024,
            calls: 64,
            subscriptions: 128,
            channel_name: 255,
            event: 64 * 1024,
            credit: 64,
            sessions_per_user: 64,
            connections_per_address: 1024,
            deadline: Duration::from_secs(30),
            max_deadline: Duration::from_secs(600),
            result: 1024 * 1024,
            ping: Duration::from_secs(25),
            silence: Duration::from_secs(36),
            drain: Duration::from_secs(25),
            drain_window: Duration::from_secs(5),
            ready_delay: Duration::ZERO,
            read_buffer: 4 * 1024,
            write_buffer: 8 * 1024,
        }
    }
}

impl Limits {
    /// Bytes of one message from a client; default 64 KiB. A larger one closes the connection with 1009, seen from its
    /// header, before its body is read into memory.
    #[must_use]
    pub fn max_message(mut self, bytes: usize) -> Limits {
        self.message = bytes;
        self
    }

    /// Bytes of the first message, the one with Hello; default 16 KiB. A larger one closes the connection with 1009.
    #[must_use]
    pub fn max_first_message(mut self, bytes: usize) -> Limits {
        self.first_message = bytes;
        self
    }

    /// How long a client may take until its Hello is there; default 5 s. Later, the connection is closed with 4004.
    /// The same time is allowed for the headers of the HTTP request before it.
    #[must_use]
    pub fn handshake(mut self, time: Duration) -> Limits {
        self.handshake = time;
        self
    }

    /// Bytes that may wait for a client to read them; default 1 MiB per session, for answers and for events each. With
    /// more answers, the server stops reading from that client until it has caught up; with more events, what
    /// [`#[mego::event(when_slow = …)]`](macro@crate::event) says becomes of it.
    #[must_use]
    pub fn max_queue(mut self, bytes: usize) -> Limits {
        self.queue = bytes;
        self
    }

    /// Calls in flight per session; default 64. A further call is answered Busy at once, a further Notify waits.
    #[must_use]
    pub fn max_calls(mut self, calls: usize) -> Limits {
        self.calls = calls.max(1);
        self
    }

    /// Subscriptions per session; default 128. A further one is answered ResourceExhausted. (Centrifugo's default, too.)
    #[must_use]
    pub fn max_subscriptions(mut self, subscriptions: usize) -> Limits {
        self.subscriptions = subscriptions;
        self
    }

    /// Bytes of the name of a channel that a client subscribes to; default 255. A longer one is answered Invalid.
    /// (Centrifugo's default, too.)
    #[must_use]
    pub fn max_channel_name(mut self, bytes: usize) -> Limits {
        self.channel_name = bytes;
        self
    }

    /// Bytes of the data of one event; default 64 KiB. A larger one is not sent, and the log says so: it would take a
    /// good part of the queue of every subscriber.
    #[must_use]
    pub fn max_event(mut self, bytes: usize) -> Limits {
        self.event = bytes;
        self
    }

    /// Items of a stream that may be on their way to a client that has not said how many; default 64.
    #[must_use]
    pub fn stream_credit(mut self, items: u32) -> Limits {
        self.credit = items.max(1);
        self
    }

    /// Sessions of one user; default 64. A further one is refused with 4408. See
    /// [`Session::set_user`](crate::Session::set_user).
    #[must_use]
    pub fn max_sessions_per_user(mut self, sessions: usize) -> Limits {
        self.sessions_per_user = sessions;
        self
    }

    /// Connections from one address; default 1,024. A further one is closed with 4408. Loopback addresses are not
    /// counted; behind a proxy, name it with [`Engine::trust_proxy`](crate::Engine::trust_proxy), or all of its clients
    /// count as one address.
    #[must_use]
    pub fn max_connections_per_address(mut self, connections: usize) -> Limits {
        self.connections_per_address = connections;
        self
    }

    /// The deadline of a call whose caller and whose method set none; default 30 s. Later, it is answered Timeout.
    #[must_use]
    pub fn deadline(mut self, time: Duration) -> Limits {
        self.deadline = time;
        self
    }

    /// The longest deadline that a caller may ask for; default 10 min. A longer one is taken as this.
    #[must_use]
    pub fn max_deadline(mut self, time: Duration) -> Limits {
        self.max_deadline = time;
        self
    }

    /// Bytes of one result; default 1 MiB. A larger one is not sent, and the call is answered ResourceExhausted.
    #[must_use]
    pub fn max_result(mut self, bytes: usize) -> Limits {
        self.result = bytes;
        self
    }

    /// The server pings after this long without a frame in either direction; default 25 s.
    #[must_use]
    pub fn ping_after(mut self, time: Duration) -> Limits {
        self.ping = time;
        self
    }

    /// The server gives a client up after this long without a frame from it, with 4003; default 36 s.
    #[must_use]
    pub fn silence(mut self, time: Duration) -> Limits {
        self.silence = time;
        self
    }

    /// How long calls in flight may go on when the engine is closed; default 25 s, of the 30 s that most supervisors
    /// wait before they kill. What is left is answered Unavailable.
    #[must_use]
    pub fn drain(mut self, time: Duration) -> Limits {
        self.drain = time;
        self
    }

    /// The time over which clients are spread when the engine is closed; default 5 s. Each connection goes at a moment of
    /// its own, so that they do not all knock at the next server at once.
    #[must_use]
    pub fn drain_window(mut self, time: Duration) -> Limits {
        self.drain_window = time;
        self
    }

    /// How long an engine that is told to stop by a signal goes on as before, and only says that it is not ready; default
    /// 0. A load balancer needs as long as it takes to ask `/readyz` once more.
    #[must_use]
    pub fn ready_delay(mut self, time: Duration) -> Limits {
        self.ready_delay = time;
        self
    }

    /// Bytes that one read from a socket asks for; default 4 KiB. It is held by every connection, idle ones too; a
    /// server for uploads may want 16 KiB.
    #[must_use]
    pub fn read_buffer(mut self, bytes: usize) -> Limits {
        self.read_buffer = bytes;
        self
    }

    /// Bytes that are collected before they are written to a socket; default 8 KiB, held by connections that write. A
    /// message is always written at once when there is nothing more to do.
    #[must_use]
    pub fn write_buffer(mut self, bytes: usize) -> Limits {
        self.write_buffer = bytes;
        self
    }

    pub(crate) fn welcome(&self) -> WelcomeLimits {
        WelcomeLimits {
            message: self.message as u64,
            calls: self.calls as u64,
            deadline_ms: u64::try_from(self.deadline.as_millis()).unwrap_or(u64::MAX),
            subscriptions: self.subscriptions as u64,
            credit: u64::from(self.credit),
            ..WelcomeLimits::default()
        }
    }
}
