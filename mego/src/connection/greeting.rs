//! From Hello to Welcome.

use std::sync::Arc;

use bytes::Bytes;
use tokio::time::Instant;

use super::calls::{Ending, Entry, Task};
use super::in_flight::InFlight;
use super::{Connection, Stage};
use crate::failure::Failure;
use crate::session::{Introduction, Session};
use crate::transport::Transport;
use crate::wire::{self, CloseCode, Frame, Hello, Welcome};
use crate::{Status, random};

impl<T: Transport> Connection<T> {
    #[cold]
    pub(super) fn hello(&mut self, hello: &Hello<'_>, now: Instant) {
        let Stage::Greeting(client) = &self.stage else {
            return;
        };
        if hello.version != wire::VERSION {
            let text = format!("this server speaks version {} of the protocol", wire::VERSION);
            self.fail(0, &Failure::fault(Status::Unimplemented, text));
            return self.close(CloseCode::NO_COMMON_VERSION, "no common version", now);
        }
        let key = match random::secret() {
            Ok(key) => key,
            Err(error) => {
                let failure = Failure::internal(&format_args!("no random bits for a session id: {error}"));
                return self.turn_away(&failure, now);
            }
        };
        let client = client.clone().with_program(hello.client);
        let introduction = Introduction {
            token: hello.token.map(Into::into),
            // A copy: a slice would keep the whole first message for the length of the session.
            data: hello.data.map(Bytes::copy_from_slice),
        };
        let (server, mailbox) = (Arc::clone(&self.server), Arc::clone(&self.mailbox));
        let session = Session::new(key, server, client, mailbox, introduction);
        let Some(hook) = &self.server.hooks.connect else {
            return self.welcome(session);
        };
        let hooked = (hook.call)(session.clone());
        let key = self.own_key();
        let entry = Entry::own(key, Task::Connect, now, self.liveness.greeting_until());
        self.calls.push(entry, InFlight::hook(hooked));
        self.stage = Stage::Connecting(session);
    }

    /// The hook has come to its end.
    pub(super) fn connected(&mut self, ending: Ending, now: Instant) {
        // Its time is over, which closes the connection, or the connection is closing already.
        if matches!(ending, Ending::Ended(_)) {
            return;
        }
        match ending.failure("the hook for new clients") {
            Some(failure) => self.turn_away(&failure, now),
            None => {
                if let Stage::Connecting(session) = &self.stage {
                    self.welcome(session.clone());
                }
            }
        }
    }

    fn welcome(&mut self, session: Session) {
        let limits = self.server.limits();
        let welcome = Welcome {
            version: wire::VERSION,
            capabilities: Vec::new(),
            session: session.id(),
            ping_interval_ms: u64::try_from(limits.ping.as_millis()).unwrap_or(u64::MAX),
            limits: limits.welcome(),
            contract: Some(&self.server.contract),
        };
        self.outbox.frame(&Frame::Welcome(Box::new(welcome)));
        self.server.hub.sessions().enter(&session);
        self.stage = Stage::Open(session);
    }

    fn turn_away(&mut self, failure: &Failure, now: Instant) {
        self.fail(0, failure);
        let (code, reason) = refusal(failure.code());
        self.close(code, reason, now);
    }
}

/// How a refused client is closed, by the status that it is told.
fn refusal(code: u16) -> (CloseCode, &'static str) {
    match Status::from_code(code) {
        Some(Status::NotAuthorized) => (CloseCode::NOT_AUTHENTICATED, "not authenticated"),
        Some(Status::TooManyRequests) => (CloseCode::RATE_LIMITED, "too many requests"),
        Some(Status::Busy | Status::Full | Status::Unavailable) => (CloseCode::OVERLOADED, "try again later"),
        Some(Status::ResourceExhausted) => (CloseCode::TOO_MANY_CONNECTIONS, "too many connections"),
        Some(Status::Error) => (CloseCode::INTERNAL_ERROR, "internal error"),
        _ => (CloseCode::FORBIDDEN, "refused"),
    }
}
