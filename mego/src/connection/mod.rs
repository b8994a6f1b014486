//! The one task that owns a connection: it reads, calls, answers and writes, and shares nothing with other tasks but
//! its mailbox.
//!
//! Handlers are polled in place and kept only while they are pending, and replies are collected until there is nothing
//! more to read, then written at once. A task for each call would cost several times as much: besides the task itself,
//! its wake-up would run the connection after the first reply, and the batches would fall apart.

mod calls;
mod frames;
mod in_flight;
mod liveness;
mod outbox;

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use tokio::time::{Instant, Sleep};

use self::calls::Calls;
use self::liveness::{Due, Liveness};
use self::outbox::Outbox;
use crate::Status;
use crate::call::Call;
use crate::server::Server;
use crate::session::{ClientInfo, Mail, Mailbox, Session};
use crate::transport::{Gone, Incoming, Transport};
use crate::wire::{CloseCode, Frame, Malformed};

/// Messages that are read before what they brought about is written, however much more there is to read.
const BATCH: usize = 256;

/// How long the other side may take to answer a close.
const GOODBYE: Duration = Duration::from_secs(1);

pub(crate) struct Connection<T> {
    transport: T,
    server: Arc<Server>,
    mailbox: Arc<Mailbox>,
    stage: Stage,
    outbox: Outbox,
    calls: Calls,
    liveness: Liveness,
    /// The last id that the client used.
    last_id: u32,
    /// The rest of a message whose next frame has to wait.
    parked: Option<(Bytes, usize)>,
    /// The engine is closing: no new calls, and the end of all at this instant.
    drain: Option<Instant>,
    /// How many Notifies were pending so far.
    notifies: u64,
    /// The memory of a call that is over, for the next.
    spare: Option<Call>,
}

/// How far a connection has come.
enum Stage {
    /// Hello has not come yet.
    Greeting(ClientInfo),
    Open(Session),
    /// A close is on its way; the other side has until this instant.
    Closing {
        code: CloseCode,
        reason: String,
        is_sent: bool,
        until: Instant,
    },
    Ended,
}

/// Why reading stopped.
enum Pause {
    /// There is nothing to read.
    Drained,
    /// There may be more.
    Enough,
    /// What is there has to wait until something is written or a call ends.
    Held,
}

impl<T: Transport> Connection<T> {
    pub(crate) fn new(transport: T, server: Arc<Server>, client: ClientInfo) -> Connection<T> {
        let now = Instant::now();
        Connection {
            liveness: Liveness::new(now, server.limits()),
            transport,
            mailbox: Arc::default(),
            stage: Stage::Greeting(client),
            outbox: Outbox::default(),
            calls: Calls::default(),
            last_id: 0,
            parked: None,
            drain: None,
            notifies: 0,
            spare: None,
            server,
        }
    }

    /// Serves the connection until it has ended.
    pub(crate) async fn run(mut self) {
        let _membership = self.server.hub.join(Arc::clone(&self.mailbox));
        let mut timer = pin!(tokio::time::sleep_until(self.next_tick()));
        let mut is_armed = false;
        poll_fn(|cx| self.poll(cx, timer.as_mut(), &mut is_armed)).await;
        // Handlers that are still pending are dropped here, each on its own: see `InFlight`.
    }

    fn poll(&mut self, cx: &mut Context<'_>, mut timer: Pin<&mut Sleep>, is_armed: &mut bool) -> Poll<()> {
        let now = Instant::now();
        for mail in self.mailbox.take(cx.waker()) {
            match mail {
                Mail::Drain { until } => self.drain(until, now),
            }
        }
        if now >= timer.deadline() {
            self.tick(now);
            timer.as_mut().reset(self.next_tick());
            *is_armed = false;
        }
        self.work(cx, now);
        if matches!(self.stage, Stage::Ended) {
            return Poll::Ready(());
        }
        // A timer that fires too early costs one look; only one that would fire too late has to be moved.
        let next = self.next_tick();
        if next < timer.deadline() {
            timer.as_mut().reset(next);
            *is_armed = false;
        }
        if !*is_armed {
            *is_armed = true;
            if timer.poll(cx).is_ready() {
                *is_armed = false;
                cx.waker().wake_by_ref();
            }
        }
        Poll::Pending
    }

    /// Does everything that can be done now.
    fn work(&mut self, cx: &mut Context<'_>, now: Instant) {
        loop {
            self.finish_calls(cx);
            let pause = self.read(cx, now);
            if self.write(cx, now).is_err() {
                self.stage = Stage::Ended;
            }
            if matches!(self.stage, Stage::Ended) {
                return;
            }
            match pause {
                Pause::Drained => return,
                Pause::Enough => return cx.waker().wake_by_ref(),
                // Written in the meantime: what was held can go on.
                Pause::Held if self.can_read() => {}
                Pause::Held => return,
            }
        }
    }

    fn is_open(&self) -> bool {
        matches!(self.stage, Stage::Greeting(_) | Stage::Open(_))
    }

    /// Whether the next frame would be taken.
    fn can_read(&self) -> bool {
        let has_room = self.outbox.waiting() <= self.server.limits().queue;
        has_room && (self.parked.is_none() || !self.calls.is_full(self.server.limits()))
    }

    fn read(&mut self, cx: &mut Context<'_>, now: Instant) -> Pause {
        for _ in 0..BATCH {
            if self.is_open() {
                if !self.can_read() {
                    return Pause::Held;
                }
                if let Some((message, position)) = self.parked.take() {
                    self.message(cx, message, position, now);
                    continue;
                }
            }
            if matches!(self.stage, Stage::Closing { is_sent: false, .. }) {
                return Pause::Drained;
            }
            let incoming = match self.transport.poll_receive(cx) {
                Poll::Ready(incoming) => incoming,
                Poll::Pending => return Pause::Drained,
            };
            if !self.is_open() {
                // After our close only the other side's matters.
                if !matches!(incoming, Incoming::Message(_) | Incoming::Text) {
                    self.stage = Stage::Ended;
                    return Pause::Drained;
                }
                continue;
            }
            self.liveness.received(now);
            match incoming {
                Incoming::Message(message) => self.message(cx, message, 0, now),
                Incoming::Text => self.close(CloseCode::UNSUPPORTED, "messages are binary", now),
                Incoming::TooBig => {
                    self.close(CloseCode::TOO_BIG, "the message is larger than the limit", now);
                }
                Incoming::Broken => self.close(CloseCode::PROTOCOL_ERROR, "not a WebSocket frame", now),
                Incoming::Closed => {
                    self.stage = Stage::Ended;
                    return Pause::Drained;
                }
            }
        }
        Pause::Enough
    }

    /// Writes what is waiting, and the close after it.
    fn write(&mut self, cx: &mut Context<'_>, now: Instant) -> Result<(), Gone> {
        let Poll::Ready(result) = self
            .outbox
            .poll_flush(&mut self.transport, &mut self.liveness, cx, now)
        else {
            return Ok(());
        };
        result?;
        if self.drain.is_some() && self.calls.is_empty() && matches!(self.stage, Stage::Open(_)) {
            self.close(CloseCode::RESTART, "the server is closing", now);
        }
        if let Stage::Closing {
            code,
            reason,
            is_sent: is_sent @ false,
            ..
        } = &mut self.stage
        {
            *is_sent = true;
            self.transport.close(*code, reason);
            if let Poll::Ready(result) = self.transport.poll_flush(cx) {
                result?;
            }
            // The answer to the close may be there already, and nobody else would look.
            cx.waker().wake_by_ref();
        }
        Ok(())
    }

    fn finish_calls(&mut self, cx: &mut Context<'_>) {
        if self.is_open() {
            while let Some(finished) = self.calls.poll_finished(cx) {
                self.finish(finished);
            }
        }
    }

    /// Says goodbye. What is in the outbox goes out first; calls in flight are given up.
    fn close(&mut self, code: CloseCode, reason: &str, now: Instant) {
        if self.is_open() {
            self.calls = Calls::default();
            self.parked = None;
            let reason = reason.to_owned();
            self.stage = Stage::Closing {
                code,
                reason,
                is_sent: false,
                until: now + GOODBYE,
            };
        }
    }

    fn malformed(&mut self, fault: Malformed, now: Instant) {
        tracing::debug!(target: "mego", reason = fault.reason(), "malformed message");
        self.close(CloseCode::MALFORMED, &fault.to_string(), now);
    }

    fn drain(&mut self, until: Instant, now: Instant) {
        self.drain = Some(until);
        match &self.stage {
            Stage::Greeting(_) => self.close(CloseCode::RESTART, "the server is closing", now),
            Stage::Open(_) => {
                let window_ms = u64::try_from((until - now).as_millis()).ok();
                let code = u64::from(CloseCode::RESTART.0);
                self.outbox.frame(&Frame::GoAway {
                    code,
                    reason: "the server is closing",
                    window_ms,
                });
            }
            Stage::Closing { .. } | Stage::Ended => {}
        }
    }

    /// The next instant at which time alone has an effect.
    fn next_tick(&self) -> Instant {
        let next = match &self.stage {
            Stage::Greeting(_) => self.liveness.greeting_until(),
            Stage::Open(_) => self.liveness.next(),
            Stage::Closing { until, .. } => return *until,
            Stage::Ended => return self.liveness.next(),
        };
        [self.calls.earliest_deadline(), self.drain]
            .into_iter()
            .flatten()
            .fold(next, Instant::min)
    }

    fn tick(&mut self, now: Instant) {
        match &self.stage {
            Stage::Greeting(_) if now >= self.liveness.greeting_until() => {
                self.close(CloseCode::HANDSHAKE_TIMEOUT, "Hello did not come in time", now);
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
                if self.drain.is_some_and(|until| now >= until) {
                    self.calls.end_all(Status::Unavailable);
                }
            }
            Stage::Closing { until, .. } if now >= *until => self.stage = Stage::Ended,
            Stage::Greeting(_) | Stage::Closing { .. } | Stage::Ended => {}
        }
    }
}
