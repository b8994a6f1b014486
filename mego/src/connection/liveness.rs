//! Whether the other side is still there.

use std::time::Duration;

use tokio::time::Instant;

use crate::limits::Limits;

/// When something last came and went.
pub(super) struct Liveness {
    opened: Instant,
    received: Instant,
    sent: Instant,
    /// A Ping went out since something last came.
    has_pinged: bool,
    handshake: Duration,
    ping: Duration,
    silence: Duration,
}

/// What the time of day asks for.
pub(super) enum Due {
    Nothing,
    Ping,
    GiveUp,
}

impl Liveness {
    pub(super) fn new(now: Instant, limits: &Limits) -> Liveness {
        Liveness {
            opened: now,
            received: now,
            sent: now,
            has_pinged: false,
            handshake: limits.handshake,
            ping: limits.ping,
            silence: limits.silence,
        }
    }

    #[inline]
    pub(super) fn received(&mut self, now: Instant) {
        self.received = now;
        self.has_pinged = false;
    }

    #[inline]
    pub(super) fn sent(&mut self, now: Instant) {
        self.sent = now;
    }

    pub(super) fn greeting_until(&self) -> Instant {
        self.opened + self.handshake
    }

    /// The server pings when nothing came **or** nothing went for a while: silence in either direction could be a
    /// broken line, and the other side gives up when it hears nothing.
    fn ping_at(&self) -> Instant {
        if self.has_pinged {
            self.sent + self.ping
        } else {
            self.received.min(self.sent) + self.ping
        }
    }

    fn give_up_at(&self) -> Instant {
        self.received + self.silence
    }

    pub(super) fn next(&self) -> Instant {
        self.ping_at().min(self.give_up_at())
    }

    pub(super) fn due(&mut self, now: Instant) -> Due {
        if now >= self.give_up_at() {
            Due::GiveUp
        } else if now >= self.ping_at() {
            self.has_pinged = true;
            Due::Ping
        } else {
            Due::Nothing
        }
    }
}
