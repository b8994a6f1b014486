//! How a connection ends, and what follows: another, or the end of the client.

use std::sync::PoisonError;
use std::time::Duration;

use tokio::time::Instant;

use super::open::Open;
use super::{Phase, Worker};
use crate::client::connect::{End, Refusal};
use crate::client::error::Failed;
use crate::client::link::{Heard, Link};
use crate::client::request::What;
use crate::client::state::{ConnectionState, WhenOffline, comes_back};
use crate::wire::CloseCode;

/// A connection that has lasted this long was a good one: the next attempt counts as the first again.
const STABLE: Duration = Duration::from_secs(10);

/// How long the server may take to answer a close.
const GOODBYE: Duration = Duration::from_secs(1);

impl Worker {
    pub(super) fn refused(&mut self, refusal: Refusal) {
        let Refusal { error, may_retry } = refusal;
        if let Some(first) = self.first.take() {
            // Whoever connects wants to know, and asks again if need be.
            self.close(&error.to_string(), error.code);
            return drop(first.send(Err(error)));
        }
        let reason = error.to_string();
        if may_retry {
            self.come_back(reason, error.code);
        } else {
            drop(self.close(&reason, error.code));
        }
    }

    /// The connection is gone.
    pub(super) fn lost(&mut self, end: End) {
        let reason = match end.code {
            Some(code) => format!("the server closed the connection with {code}: {}", end.reason),
            None => end.reason,
        };
        if !comes_back(end.code) {
            return drop(self.close(&reason, end.code));
        }
        if self
            .give_up_connection(&reason)
            .is_some_and(|open| open.since.elapsed() >= STABLE)
        {
            self.attempt = 0;
        }
        self.come_back(reason, end.code);
    }

    /// The server does not speak as it should: a client that came back would hear the same.
    pub(super) fn broken(&mut self, problem: &str) {
        if let Some(link) = self.close(problem, Some(CloseCode::PROTOCOL_ERROR)) {
            tokio::spawn(goodbye(link));
        }
    }

    /// Changes over to another connection, which loses nothing where no call is in flight.
    pub(super) fn leave(&mut self) {
        let reason = "the client changes over to another connection";
        if let Some(open) = self.give_up_connection(reason) {
            tokio::spawn(goodbye(open.link));
        }
        self.shown.state.send_replace(ConnectionState::Reconnecting {
            reason: reason.to_owned(),
        });
        self.phase = Worker::attempt(&self.settings);
    }

    /// What becomes of the calls when the connection is gone.
    fn give_up_connection(&mut self, reason: &str) -> Option<Open> {
        let Phase::Open(open) = std::mem::replace(&mut self.phase, Phase::Closed) else {
            return None;
        };
        *self.shown.session.lock().unwrap_or_else(PoisonError::into_inner) = None;
        let mut open = *open;
        let may_wait = self.settings.when_offline == WhenOffline::Queue;
        for request in open.take_in_flight() {
            let may_repeat =
                matches!(&request.what, What::Call(call) if call.is_idempotent && call.credit.is_none());
            if may_repeat && may_wait {
                self.queue.add(request);
            } else {
                request.fail(Failed::Disconnected {
                    maybe_executed: true,
                    reason: reason.to_owned(),
                });
            }
        }
        self.topics.lost();
        Some(open)
    }

    /// Waits for the next attempt.
    fn come_back(&mut self, reason: String, code: Option<CloseCode>) {
        // All that is wrong is the token, and the next attempt has a new one. A second time in a row, there is more to it.
        let wait = if code == Some(CloseCode::TOKEN_EXPIRED) && self.attempt == 0 {
            Duration::ZERO
        } else {
            self.settings.back_off.wait(self.attempt)
        };
        self.attempt = self.attempt.saturating_add(1);
        if self.settings.when_offline == WhenOffline::Fail {
            let failed = Failed::offline(reason.as_str());
            self.queue.fail_all(&failed);
            self.topics.fail_waiting(&failed);
        }
        self.phase = Phase::Waiting(Instant::now() + wait);
        self.shown.state.send_replace(if self.was_connected {
            ConnectionState::Reconnecting { reason }
        } else {
            ConnectionState::Connecting
        });
    }

    /// Ends the client as it is asked to, after what it had to send.
    pub(super) async fn say_goodbye(&mut self, reason: &str) {
        self.pump();
        if let Some(link) = self.close(reason, None) {
            goodbye(link).await;
        }
    }

    /// There will be no connection any more. Gives the one that there was, to say goodbye on.
    fn close(&mut self, reason: &str, code: Option<CloseCode>) -> Option<Link> {
        let open = self.give_up_connection(reason);
        let failed = Failed::offline(reason);
        self.queue.fail_all(&failed);
        self.topics.end(&failed);
        self.phase = Phase::Closed;
        self.shown.state.send_replace(ConnectionState::Closed {
            reason: reason.to_owned(),
            code,
        });
        open.map(|open| open.link)
    }
}

/// Says goodbye, and waits a moment for the answer.
async fn goodbye(mut link: Link) {
    link.close();
    if link.ends_by_itself() {
        return;
    }
    let answer = async { while !matches!(link.heard().await, Some(Heard::Closed { .. })) {} };
    // Without an answer the connection is dropped all the same.
    let _ = tokio::time::timeout(GOODBYE, answer).await;
}
