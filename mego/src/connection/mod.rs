//! The one task that owns a connection: it reads, calls, answers and writes, and shares nothing with other tasks but
//! its mailbox.
//!
//! Handlers are polled in place and kept only while they are pending, and replies are collected until there is nothing
//! more to read, then written at once. A task for each call would cost several times as much: besides the task itself,
//! its wake-up would run the connection after the first reply, and the batches would fall apart.

mod calls;
mod clock;
mod ending;
mod frames;
mod greeting;
mod in_flight;
mod liveness;
mod outbox;
mod requests;
mod subscriptions;

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use tokio::time::{Instant, Sleep};

use self::calls::Calls;
use self::ending::Drain;
use self::liveness::Liveness;
use self::outbox::Outbox;
use self::subscriptions::Subscriptions;
use crate::call::Call;
use crate::directory::Arrival;
use crate::running::Running;
use crate::server::Server;
use crate::session::{ClientInfo, Mail, Mailbox, Session};
use crate::transport::{Gone, Incoming, Transport};
use crate::wire::CloseCode;

/// Messages that are read before what they brought about is written, however much more there is to read.
const BATCH: usize = 256;

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
    /// The engine is closing: no new calls.
    drain: Option<Drain>,
    /// The token expires.
    expires: Option<Instant>,
    subscriptions: Subscriptions,
    /// Something waits in the mailbox to be pushed.
    has_pushes: bool,
    /// How many calls without an id were pending so far.
    own_calls: u64,
    /// The memory of a call that is over, for the next.
    spare: Option<Call>,
    /// The memory of its future, likewise.
    memory: Option<Running>,
    /// The session that has ended, until the hook for it is called.
    ended: Option<Session>,
}

/// How far a connection has come.
enum Stage {
    /// Hello has not come yet.
    Greeting(ClientInfo),
    /// The hook of the server decides whether the client is welcome.
    Connecting(Session),
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
            mailbox: Arc::new(Mailbox::new(server.limits().queue)),
            stage: Stage::Greeting(client),
            outbox: Outbox::default(),
            calls: Calls::default(),
            last_id: 0,
            parked: None,
            drain: None,
            expires: None,
            subscriptions: Subscriptions::default(),
            has_pushes: false,
            own_calls: 0,
            spare: None,
            memory: None,
            ended: None,
            server,
        }
    }

    /// Serves the connection until it has ended.
    ///
    /// An idle connection holds this future for hours, so that what is only done at the end has a box of its own by then.
    #[allow(
        clippy::manual_async_fn,
        reason = "the body of an `async fn` has room for what it is given twice, a block once"
    )]
    pub(crate) fn run(mut self) -> impl Future<Output = ()> + Send {
        async move {
            let membership = self.server.hub.join(Arc::clone(&self.mailbox));
            let _arrival = self.arrive();
            let mut timer = pin!(tokio::time::sleep_until(self.next_tick(Instant::now())));
            let mut is_armed = false;
            poll_fn(|cx| self.poll(cx, timer.as_mut(), &mut is_armed)).await;
            self.lose();
            // Handlers that are still pending are dropped here, each on its own: see `InFlight`. Some go on by themselves.
            Box::pin(self.detach(membership)).await;
        }
    }

    /// Counts the connection among those of its address.
    fn arrive(&mut self) -> Option<Arrival> {
        let Stage::Greeting(client) = &self.stage else {
            return None;
        };
        let address = client.ip().filter(|address| !address.is_loopback())?;
        let max = self.server.limits().connections_per_address;
        let arrival = self.server.hub.sessions().arrive(address, max);
        if arrival.is_none() {
            tracing::warn!(target: "mego", %address, "this address has {max} connections, the limit; behind a proxy, `Engine::trust_proxy` tells its clients apart");
            self.close(
                CloseCode::TOO_MANY_CONNECTIONS,
                "this address has too many connections",
                Instant::now(),
            );
        }
        arrival
    }

    fn poll(&mut self, cx: &mut Context<'_>, mut timer: Pin<&mut Sleep>, is_armed: &mut bool) -> Poll<()> {
        let now = Instant::now();
        self.mailbox.register(cx.waker());
        if now >= timer.deadline() {
            self.tick(now);
            timer.as_mut().reset(self.next_tick(now));
            *is_armed = false;
        }
        self.work(cx, now);
        if matches!(self.stage, Stage::Ended) {
            return Poll::Ready(());
        }
        // A timer that fires too early costs one look; only one that would fire too late has to be moved.
        let next = self.next_tick(now);
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

    /// Does what the rest of the server wants.
    #[inline]
    fn look_for_mail(&mut self, now: Instant) {
        if self.mailbox.has_news() {
            self.take_mail(now);
        }
    }

    #[inline(never)]
    fn take_mail(&mut self, now: Instant) {
        self.has_pushes = true;
        for mail in self.mailbox.take_mail() {
            match mail {
                Mail::Drain { window, leave, until } => self.drain(Drain { leave, until }, window, now),
                Mail::Close { code, reason } => self.close(code, &reason, now),
                Mail::Expire(at) => self.expires = at,
            }
        }
    }

    /// Does everything that can be done now.
    fn work(&mut self, cx: &mut Context<'_>, now: Instant) {
        loop {
            self.look_for_mail(now);
            self.finish_calls(cx, now);
            let pause = self.read(cx, now);
            // Events that handlers have just emitted go out together with their answers.
            self.look_for_mail(now);
            if self.write(cx, now).is_err() {
                self.lose();
            }
            if matches!(self.stage, Stage::Ended) {
                return;
            }
            match pause {
                Pause::Drained | Pause::Held if self.is_open() && self.calls.is_fresh() => {}
                Pause::Drained => return,
                Pause::Enough => return cx.waker().wake_by_ref(),
                // Written in the meantime: what was held can go on.
                Pause::Held if self.can_read() => {}
                Pause::Held => return,
            }
        }
    }

    fn is_open(&self) -> bool {
        matches!(
            self.stage,
            Stage::Greeting(_) | Stage::Connecting(_) | Stage::Open(_)
        )
    }

    /// Whether the next frame would be taken.
    fn can_read(&self) -> bool {
        let has_room = self.outbox.waiting() <= self.server.limits().queue;
        let is_welcome = !matches!(self.stage, Stage::Connecting(_));
        has_room && is_welcome && (self.parked.is_none() || !self.calls.is_full(self.server.limits()))
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
                    self.lose();
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
                    self.lose();
                    return Pause::Drained;
                }
            }
        }
        Pause::Enough
    }

    /// Writes what is waiting, and the close after it.
    fn write(&mut self, cx: &mut Context<'_>, now: Instant) -> Result<(), Gone> {
        loop {
            let has_more = self.deliver();
            let flushed = self
                .outbox
                .poll_flush(&mut self.transport, &mut self.liveness, cx, now);
            let Poll::Ready(result) = flushed else {
                if has_more {
                    self.mailbox.fall_behind();
                }
                self.leave_if_drained(now, false);
                return Ok(());
            };
            result?;
            if !has_more {
                break;
            }
        }
        // For the streams that waited for it.
        self.calls.make_room();
        self.leave_if_drained(now, true);
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

    fn finish_calls(&mut self, cx: &mut Context<'_>, now: Instant) {
        while let Some(news) = self.calls.poll_news(cx, self.server.limits()) {
            if !self.is_open() {
                // Given up with the connection, and dropped by now.
                continue;
            }
            self.outbox.append(&news.items);
            match news.next {
                Ok(stream) => self.calls.resume(stream, self.outbox.has_room()),
                Err(finished) => self.finish(finished, now),
            }
        }
    }
}
