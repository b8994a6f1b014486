//! What time alone brings about.

use tokio::time::Instant;

use super::liveness::Due;
use super::{Connection, Stage};
use crate::Status;
use crate::transport::Transport;
use crate::wire::{CloseCode, Frame};

impl<T: Transport> Connection<T> {
    /// The next instant at which time alone has an effect.
    pub(super) fn next_tick(&self, now: Instant) -> Instant {
        let next = match &self.stage {
            Stage::Greeting(_) | Stage::Connecting(_) => self.liveness.greeting_until(),
            Stage::Open(_) => self.liveness.next(),
            Stage::Closing { until, .. } => return *until,
            Stage::Ended => return self.liveness.next(),
        };
        let drain = self.drain.map(|drain| {
            // From its moment on it leaves as soon as it can, which is no matter of time but for the last moment.
            if now < drain.leave {
                drain.leave
            } else {
                drain.until
            }
        });
        [self.calls.earliest_deadline(), drain, self.expires]
            .into_iter()
            .flatten()
            .fold(next, Instant::min)
    }

    pub(super) fn tick(&mut self, now: Instant) {
        match &self.stage {
            Stage::Greeting(_) if now >= self.liveness.greeting_until() => {
                self.close(CloseCode::HANDSHAKE_TIMEOUT, "Hello did not come in time", now);
            }
            Stage::Connecting(_) if now >= self.liveness.greeting_until() => {
                self.close(
                    CloseCode::TRY_LATER,
                    "the server took too long to say welcome",
                    now,
                );
            }
            Stage::Open(_) => {
                if self.parked.is_some() {
                    // What the client says is waiting for us, and its Pong may be among it.
                    self.liveness.received(now);
                }
                match self.liveness.due(now) {
                    Due::Nothing => {}
                    Due::Ping => self.outbox.frame(&Frame::Ping { value: None }),
                    Due::GiveUp => self.close(CloseCode::PING_TIMEOUT, "nothing came for too long", now),
                }
                self.calls.end_expired(now);
                if self.drain.is_some_and(|drain| now >= drain.until) {
                    self.calls.end_all(Status::Unavailable);
                }
                if self.expires.is_some_and(|at| now >= at) {
                    self.close(CloseCode::TOKEN_EXPIRED, "the token has expired", now);
                }
            }
            Stage::Closing {
                until,
                code,
                reason,
                is_sent,
            } if now >= *until => {
                // A client that does not read has not made room for it. It may still find it when it does.
                if !is_sent {
                    self.transport.close(*code, reason);
                }
                self.lose();
            }
            Stage::Greeting(_) | Stage::Connecting(_) | Stage::Closing { .. } | Stage::Ended => {}
        }
    }
}
