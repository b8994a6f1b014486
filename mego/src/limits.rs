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
    pub(crate) deadline: Duration,
    pub(crate) max_deadline: Duration,
    pub(crate) result: usize,
    pub(crate) ping: Duration,
    pub(crate) silence: Duration,
    pub(crate) drain: Duration,
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
            deadline: Duration::from_secs(30),
            max_deadline: Duration::from_secs(600),
            result: 1024 * 1024,
            ping: Duration::from_secs(25),
            silence: Duration::from_secs(36),
            drain: Duration::from_secs(10),
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

    /// Bytes of the first message, the one with Hello; default 16 KiB. A larger one closes the connection with 4413.
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

    /// Bytes that may wait for a client to read them; default 1 MiB per session. Above it the server stops reading from
    /// that client until it has caught up.
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

    /// How long calls in flight may go on when the engine is closed; default 10 s. What is left is answered Unavailable.
    #[must_use]
    pub fn drain(mut self, time: Duration) -> Limits {
        self.drain = time;
        self
    }

    /// Bytes that one read from a socket asks for; default 4 KiB. It is held by every connection, idle ones too; a
    /// server for uploads may want 16 KiB.
    #[must_use]
    pub fn read_buffer(mut self, bytes: usize) -> Limits {
        self.read_buffer = bytes;
        self
    }

    pub(crate) fn welcome(&self) -> WelcomeLimits {
        WelcomeLimits {
            message: self.message as u64,
            calls: self.calls as u64,
            deadline_ms: u64::try_from(self.deadline.as_millis()).unwrap_or(u64::MAX),
            ..WelcomeLimits::default()
        }
    }
}
