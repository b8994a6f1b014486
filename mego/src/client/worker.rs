//! The one task that owns the connection of a client: it connects, and again when the connection is lost, sends what its
//! handles ask for, and tells them what comes.

mod ending;
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
use super::link::Heard;
use super::request::{Command, Request, What};
use super::state::{BackOff, ConnectionState, WhenOffline};
use super::topics::Topics;
use crate::wire::CloseCode;

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
                    None => self.say_goodbye("the client was dropped").await,
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
                    self.say_goodbye("the client is closed").await;
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
