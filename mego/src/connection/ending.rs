//! How a connection ends: by a close, by a drain, or by being lost; and what is left to do then.

use std::future::poll_fn;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use futures_util::FutureExt as _;
use tokio::time::Instant;

use super::calls::Task;
use super::{Connection, Stage};
use crate::handle::Membership;
use crate::panic::Panic;
use crate::transport::Transport;
use crate::wire::{CloseCode, Frame, Malformed};
use crate::{Status, observe};

/// How long the other side may take to answer a close.
const GOODBYE: Duration = Duration::from_secs(1);

/// When a connection has to go.
#[derive(Clone, Copy)]
pub(super) struct Drain {
    /// With nothing in flight.
    pub(super) leave: Instant,
    /// In any case.
    pub(super) until: Instant,
}

impl<T: Transport> Connection<T> {
    /// The connection is gone, and with it the session.
    pub(super) fn lose(&mut self) {
        self.leave_stage(Stage::Ended);
    }

    pub(super) fn leave_stage(&mut self, next: Stage) {
        self.subscriptions.clear(&self.server);
        self.mailbox.close();
        match std::mem::replace(&mut self.stage, next) {
            Stage::Open(session) => {
                session.leave();
                self.ended = Some(session);
            }
            // It was never entered, but may have got a user.
            Stage::Connecting(session) => session.leave(),
            Stage::Greeting(_) | Stage::Closing { .. } | Stage::Ended => {}
        }
    }

    /// Says goodbye. What is in the outbox goes out first; calls in flight are given up, but for those that go on by
    /// themselves.
    pub(super) fn close(&mut self, code: CloseCode, reason: &str, now: Instant) {
        if self.is_open() {
            self.give_calls_up();
            self.parked = None;
            observe::closed(code);
            self.leave_stage(Stage::Closing {
                code,
                reason: reason.to_owned(),
                is_sent: false,
                until: now + GOODBYE,
            });
        }
    }

    /// Ends all calls but those that go on when their client is gone.
    fn give_calls_up(&mut self) {
        let methods = self.server.methods();
        let is_detached =
            |task: &Task| matches!(task, Task::Method(method) if methods[*method].info().detached);
        self.calls.end_where(|task| !is_detached(task), Status::Cancelled);
    }

    /// Says goodbye when it is time to and nothing is in flight. What is on its way to a client that reads slowly has until
    /// the last moment.
    pub(super) fn leave_if_drained(&mut self, now: Instant, is_flushed: bool) {
        let Some(drain) = self.drain else { return };
        let is_time = (is_flushed && now >= drain.leave) || now >= drain.until;
        if is_time && self.calls.is_empty() && matches!(self.stage, Stage::Open(_)) {
            self.close(CloseCode::RESTART, "the server is closing", now);
        }
    }

    pub(super) fn malformed(&mut self, fault: Malformed, now: Instant) {
        tracing::debug!(target: "mego", reason = fault.reason(), "malformed message");
        observe::malformed(fault.reason());
        self.close(CloseCode::MALFORMED, &fault.to_string(), now);
    }

    pub(super) fn drain(&mut self, drain: Drain, window: Duration, now: Instant) {
        self.drain = Some(drain);
        match &self.stage {
            Stage::Greeting(_) | Stage::Connecting(_) => {
                self.close(CloseCode::RESTART, "the server is closing", now);
            }
            Stage::Open(_) => {
                self.outbox.frame(&Frame::GoAway {
                    code: u64::from(CloseCode::RESTART.0),
                    reason: "the server is closing",
                    window_ms: u64::try_from(window.as_millis()).ok(),
                });
            }
            Stage::Closing { .. } | Stage::Ended => {}
        }
    }

    /// What is left to do when the connection is gone: calls go on that do so without a client, and the hook is told.
    /// The engine counts the connection until then.
    pub(super) async fn detach(mut self, membership: Membership) {
        self.give_calls_up();
        let (server, mut calls) = (self.server, self.calls);
        if !calls.is_empty() {
            let mut timer = pin!(tokio::time::sleep_until(Instant::now()));
            poll_fn(|cx| {
                loop {
                    while calls.poll_news(cx, server.limits()).is_some() {}
                    let Some(deadline) = calls.earliest_deadline().filter(|_| !calls.is_empty()) else {
                        return Poll::Ready(());
                    };
                    timer.as_mut().reset(deadline);
                    if timer.as_mut().poll(cx).is_pending() {
                        return Poll::Pending;
                    }
                    calls.end_expired(Instant::now());
                }
            })
            .await;
        }
        if let (Some(session), Some(hook)) = (self.ended, &server.hooks.disconnect) {
            let hooked = AssertUnwindSafe(hook(session)).catch_unwind();
            match tokio::time::timeout(server.limits().deadline, hooked).await {
                Ok(Ok(())) => {}
                Ok(Err(payload)) => drop(Panic::new(payload).failure(&"the hook for clients that are gone")),
                Err(_) => tracing::error!(target: "mego", "the hook for clients that are gone took too long"),
            }
        }
        drop(membership);
    }
}
