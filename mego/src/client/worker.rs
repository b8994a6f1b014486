//! The one task that owns the connection of a client: it connects, and again when the connection is lost, sends what its
//! handles ask for, and tells them what comes.

mod frames;
mod open;
mod queue;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::Instant;

use self::open::Open;
use self::queue::Queue;
use super::connect::{Connector, End, Established, Introduction, Refusal, establish};
use super::error::{ConnectError, Failed};
use super::link::{Heard, Link};
use super::request::{Command, Request, What};
use super::state::{BackOff, ConnectionState, WhenOffline, comes_back};
use super::topics::Topics;
use crate::wire::CloseCode;

/// A connection that has lasted this long was a good one: the next attempt counts as the first again.
const STABLE: Duration = Duration::from_secs(10);

/// How long the server may take to answer a close.
const GOODBYE: Duration = Duration::from_secs(1);

/// Commands that are taken before what they bring about is sent.
const BATCH: usize = 256;

/// What a client is told when it is made.
pub(super) struct Settings {
    pub(super) connector: Connector,
    pub(super) introduction: Introduction,
    pub(super) back_off: BackOff,
    pub(super) when_offline: WhenOffline,
}

/// What handles see of the task.
#[derive(Clone)]
pub(super) struct Shown {
    pub(super) state: Arc<watch::Sender<ConnectionState>>,
    pub(super) session: Arc<Mutex<Option<Arc<str>>>>,
}

pub(super) struct Worker {
    settings: Settings,
    shown: Shown,
    commands: mpsc::UnboundedReceiver<Command>,
    /// Who waits for the outcome of the first attempt.
    first: Option<oneshot::Sender<Result<(), ConnectError>>>,
    phase: Phase,
    /// Attempts since a connection was good.
    attempt: u32,
    was_connected: bool,
    queue: Queue,
    topics: Topics,
}

enum Phase {
    /// Until the next attempt.
    Waiting(Instant),
    Connecting(BoxFuture<'static, Result<Established, Refusal>>),
    Open(Box<Open>),
    /// For good.
    Closed,
}

/// What has happened on the connection.
enum News {
    Connected(Box<Established>),
    Refused(Refusal),
    Heard(Heard),
    /// There is room again for what is to be sent.
    Room,
}

impl Phase {
    /// The next thing that happens by itself. May be dropped before it does.
    async fn news(&mut self) -> News {
        match self {
            Phase::Waiting(_) | Phase::Closed => std::future::pending().await,
            Phase::Connecting(attempt) => match attempt.await {
                Ok(established) => News::Connected(Box::new(established)),
                Err(refusal) => News::Refused(refusal),
            },
            Phase::Open(open) => open.link.heard().await.map_or(News::Room, News::Heard),
        }
    }
}

impl Worker {
    pub(super) fn new(
        settings: Settings,
        shown: Shown,
        commands: mpsc::UnboundedReceiver<Command>,
        first: Option<oneshot::Sender<Result<(), ConnectError>>>,
    ) -> Worker {
        Worker {
            phase: Worker::attempt(&settings),
            settings,
            shown,
            commands,
            first,
            attempt: 0,
            was_connected: false,
            queue: Queue::default(),
            topics: Topics::default(),
        }
    }

    fn attempt(settings: &Settings) -> Phase {
        Phase::Connecting(Box::pin(establish(
            settings.connector.clone(),
            settings.introduction.clone(),
        )))
    }

    /// Serves the client until it is closed, or all of its handles are gone.
    pub(super) async fn run(mut self) {
        while !matches!(self.phase, Phase::Closed) {
            let tick = self.next_tick();
            tokio::select! {
                command = self.commands.recv() => match command {
                    Some(command) => self.commands(command).await,
                    None => drop(self.close("the client was dropped", None)),
                },
                news = self.phase.news() => self.news(news),
                () = tokio::time::sleep_until(tick) => self.tick(),
            }
            self.pump();
        }
        // What was asked for in the meantime is answered, too.
        self.commands.close();
        while let Ok(command) = self.commands.try_recv() {
            command.refuse("the client is closed");
        }
    }

    async fn commands(&mut self, first: Command) {
        let mut next = Some(first);
        for _ in 0..BATCH {
            match next {
                None => return,
                Some(Command::Close(done)) => {
                    if let Some(link) = self.close("the client is closed", None) {
                        goodbye(link).await;
                    }
                    // Whoever asked may have gone.
                    let _ = done.send(());
                    return;
                }
                Some(command) => self.command(command),
            }
            next = self.commands.try_recv().ok();
        }
        if let Some(command) = next {
            self.command(command);
        }
    }

    fn command(&mut self, command: Command) {
        match command {
            Command::Send(request) => self.add(*request),
            Command::Cancel(key) => {
                if self.queue.remove(key).is_none()
                    && let Phase::Open(open) = &mut self.phase
                {
                    open.cancel(key);
                }
            }
            Command::Credit { key, items } => {
                if let Phase::Open(open) = &mut self.phase {
                    open.credit(key, items);
                }
            }
            Command::Subscribe(subscribe) => {
                if self.fails_at_once() {
                    return drop(
                        subscribe
                            .ready
                            .send(Err(Failed::offline("there is no connection"))),
                    );
                }
                if let Some(topic) = self.topics.subscribe(subscribe) {
                    self.ask_for(topic);
                }
            }
            Command::Listen { key, event, listener } => self.topics.listen(key, event, listener),
            Command::Forget(key) => {
                if let Some(number) = self.topics.forget(key) {
                    self.unsubscribe(number);
                }
            }
            // Only from a second `close`, which the first has answered.
            Command::Close(done) => {
                let _ = done.send(());
            }
        }
    }

    /// Takes a request: it is sent as soon as it may.
    fn add(&mut self, request: Request) {
        let is_auth = matches!(request.what, What::Auth { .. });
        let is_open = matches!(self.phase, Phase::Open(_));
        if self.fails_at_once() || is_auth && !is_open {
            return request.fail(Failed::offline("there is no connection"));
        }
        self.queue.add(request);
    }

    fn fails_at_once(&self) -> bool {
        self.settings.when_offline == WhenOffline::Fail && !matches!(self.phase, Phase::Open(_))
    }

    fn ask_for(&mut self, topic: u64) {
        if let Phase::Open(open) = &mut self.phase {
            open.ask_for(topic);
        }
    }

    fn unsubscribe(&mut self, number: u64) {
        if let Phase::Open(open) = &mut self.phase {
            open.unsubscribe(number);
        }
    }

    fn news(&mut self, news: News) {
        match news {
            News::Connected(established) => self.connected(*established),
            News::Refused(refusal) => self.refused(refusal),
            News::Heard(Heard::Message(message)) => self.message(&message, 0),
            News::Heard(Heard::Text) => self.broken("the server sent text"),
            News::Heard(Heard::Closed { code, reason }) => self.lost(End { code, reason }),
            News::Room => {}
        }
    }

    fn connected(&mut self, established: Established) {
        let Established {
            link,
            session,
            limits,
            ping_interval,
            rest,
        } = established;
        self.was_connected = true;
        *self.shown.session.lock().unwrap_or_else(PoisonError::into_inner) = Some(session);
        let mut open = Open::new(link, limits, ping_interval);
        // Before the calls, so that no event that a call causes is missed.
        for topic in self.topics.to_ask() {
            open.ask_for(topic);
        }
        self.phase = Phase::Open(Box::new(open));
        self.shown.state.send_replace(ConnectionState::Connected);
        if let Some(first) = self.first.take() {
            let _ = first.send(Ok(()));
        }
        self.message(&rest.0, rest.1);
    }

    fn refused(&mut self, refusal: Refusal) {
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
    fn lost(&mut self, end: End) {
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
    fn broken(&mut self, problem: &str) {
        if let Some(link) = self.close(problem, Some(CloseCode::PROTOCOL_ERROR)) {
            tokio::spawn(goodbye(link));
        }
    }

    /// Changes over to another connection, which loses nothing where no call is in flight.
    fn leave(&mut self) {
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

    /// The next instant at which time alone has an effect.
    fn next_tick(&mut self) -> Instant {
        let (own, can_send) = match &self.phase {
            Phase::Waiting(until) => (Some(*until), false),
            Phase::Open(open) => (Some(open.next_tick()), open.can_send()),
            Phase::Connecting(_) | Phase::Closed => (None, false),
        };
        let impatient = if can_send { None } else { self.queue.next_expiry() };
        let far = Instant::now() + Duration::from_secs(3600);
        own.into_iter().chain(impatient).fold(far, Instant::min)
    }

    fn tick(&mut self) {
        let now = Instant::now();
        match &self.phase {
            Phase::Waiting(until) if now >= *until => self.phase = Worker::attempt(&self.settings),
            Phase::Open(open) if open.is_silent(now) => {
                // The server may be there and wait for the rest of a message; it hears nothing more of this connection.
                self.lost(End {
                    code: Some(CloseCode::PING_TIMEOUT),
                    reason: "the server was silent for too long".to_owned(),
                });
            }
            Phase::Open(open) if open.may_leave(now) => self.leave(),
            _ => {}
        }
        if !matches!(&self.phase, Phase::Open(open) if open.can_send()) {
            self.queue.fail_expired(now);
        }
    }

    /// Sends what waits, as far as the server lets calls be in flight.
    fn pump(&mut self) {
        let Phase::Open(open) = &mut self.phase else {
            return;
        };
        open.pump(&mut self.queue, &mut self.topics);
        open.flush();
        if open.may_leave(Instant::now()) {
            self.leave();
        }
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
