//! Calls: how they begin, and how they are answered.

use std::sync::Arc;
use std::task::Context;
use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;
use tracing::Span;

use super::calls::{Ending, Entry, Finished, Key, Task};
use super::frames::Flow;
use super::in_flight::{InFlight, Started};
use super::{Connection, Stage};
use crate::Status;
use crate::call::{Call, Extras, Facts, Params};
use crate::failure::Failure;
use crate::observe;
use crate::panic::Panic;
use crate::reply::{Outcome, Reply};
use crate::session::Session;
use crate::transport::Transport;
use crate::wire::{self, CallOptions, CloseCode, Frame, Request};

impl<T: Transport> Connection<T> {
    #[inline(always)]
    pub(super) fn call(
        &mut self,
        cx: &mut Context<'_>,
        message: &Bytes,
        request: Request<'_>,
        now: Instant,
    ) -> Flow {
        let Request {
            id,
            method: name,
            params,
            options,
        } = request;
        let Stage::Open(session) = &self.stage else {
            return Flow::Next;
        };
        let limits = self.server.limits();
        if self.calls.is_full(limits) {
            // What wants no answer cannot be told to come back, and waits.
            let Some(id) = id else { return Flow::Park };
            return self.refuse(Some(id), &Failure::busy(limits.calls));
        }
        if self.drain.is_some() {
            return self.refuse(id, &Failure::closing());
        }
        let found = self.server.find(name);
        let Some(method) = found.or(self.server.unknown) else {
            return self.refuse(id, &Failure::no_method(name));
        };
        let entry = &self.server.methods[method];
        let info = entry.info();
        let size = params.bytes.len();
        if let Some(max) = info.max_size.filter(|max| size > *max) {
            let text = format!("the parameters are {size} bytes, and `{name}` takes {max}");
            return self.refuse(id, &Failure::fault(Status::ResourceExhausted, text));
        }
        let deadline = match options.deadline_ms {
            None => info.timeout.unwrap_or(limits.deadline),
            Some(ms) => Duration::from_millis(ms).min(info.timeout.unwrap_or(limits.max_deadline)),
        };
        if deadline.is_zero() {
            return self.refuse(id, &ended(Status::Timeout));
        }
        let facts = Facts {
            method,
            id,
            received: now,
            deadline,
            size,
        };
        let extras = if found.is_none() || options.trace.is_some() || options.key.is_some() {
            extras(name, found.is_none(), &options)
        } else {
            None
        };
        let mut call = match self.spare.take() {
            Some(call) => call,
            None => Call::new(session.clone(), facts),
        };
        call.renew(facts, Params::new(message, params), extras);
        let span = if tracing::enabled!(target: "mego::call", tracing::Level::INFO) {
            span(name, session, options.trace)
        } else {
            Span::none()
        };
        match InFlight::start(entry, call, &mut self.memory, &span, cx) {
            Ok(Started::Done(reply)) if !reply.is_stream() => self.answer(id, method, now, reply),
            started => {
                let credit = options.credit.unwrap_or_else(|| u64::from(limits.credit));
                self.go_on(started, &facts, span, credit);
            }
        }
        Flow::Next
    }

    /// A call that is not over at once.
    #[cold]
    fn go_on(&mut self, started: Result<Started, Panic>, facts: &Facts, span: Span, credit: u64) {
        let Facts {
            id,
            method,
            received,
            deadline,
            ..
        } = *facts;
        let key = id.map_or_else(|| self.own_key(), Key::Call);
        let entry = Entry {
            key,
            task: Task::Method(method),
            span: span.clone(),
            received,
            deadline: received + deadline,
            credit,
        };
        match (started, id) {
            (
                Ok(Started::Done(Reply {
                    outcome: Outcome::Stream(items),
                    ..
                })),
                Some(id),
            ) => {
                let stream = InFlight::stream(id, items, self.server.limits().result, span);
                self.calls.push_stream(entry, stream);
                self.calls.resume(key, self.outbox.has_room());
            }
            (Ok(Started::Done(reply)), id) => self.answer(id, method, received, reply),
            (Ok(Started::Pending(call)), _) => self.calls.push(entry, call),
            (Err(panic), id) => {
                let failure = panic.failure(&self.server.methods[method].info().rust);
                self.failed(id, method, received, &failure);
            }
        }
    }

    /// A key for what has no id.
    pub(super) fn own_key(&mut self) -> Key {
        self.own_calls += 1;
        Key::Own(self.own_calls)
    }

    /// Answers what was pending.
    pub(super) fn finish(&mut self, finished: Finished, now: Instant) {
        let Finished {
            key,
            task,
            received,
            ending,
        } = finished;
        let id = match key {
            Key::Call(id) => Some(id),
            Key::Own(_) => None,
        };
        match task {
            Task::Method(method) => self.finish_method(id, method, received, ending),
            Task::Connect => self.connected(ending, now),
            Task::Subscribe { topic, channel } => {
                let Some(id) = id else { return };
                match ending.failure("a function that says who may subscribe") {
                    None => self.subscribed(id, topic, channel),
                    Some(failure) => self.fail(id, &failure),
                }
            }
            Task::Review { subscription } => {
                if ending.failure("a function that says who may subscribe").is_some() {
                    self.remove(subscription);
                }
            }
            Task::Auth { token, user } => {
                let Some(id) = id else { return };
                self.authenticated(id, token, user.as_ref(), ending, now);
            }
        }
    }

    fn finish_method(&mut self, id: Option<u32>, method: usize, received: Instant, ending: Ending) {
        match ending {
            Ending::Replied(reply) => self.answer(id, method, received, reply),
            Ending::Panicked(panic) => {
                let failure = panic.failure(&self.server.methods[method].info().rust);
                self.failed(id, method, received, &failure);
            }
            Ending::Ended(status) => self.failed(id, method, received, &ended(status)),
            Ending::StreamEnded => {
                if let Some(id) = id {
                    self.outbox.frame(&Frame::End { id, value: None });
                }
                self.count(method, Status::Ok.code(), received);
            }
            Ending::StreamFailed(failure) => self.failed(id, method, received, &failure),
        }
    }

    #[inline]
    fn answer(&mut self, id: Option<u32>, method: usize, received: Instant, reply: Reply) {
        match reply {
            Reply {
                call: Some(call),
                outcome: Outcome::Result,
            } => {
                if let Some(id) = id {
                    let buffer = self.outbox.buffer();
                    wire::write_ok_head(buffer, id);
                    buffer.extend_from_slice(call.result());
                }
                self.count(method, Status::Ok.code(), received);
                self.spare = Some(call);
            }
            reply => self.answer_otherwise(id, method, received, reply),
        }
    }

    /// Answers with anything but a result that the method has just encoded.
    #[inline(never)]
    fn answer_otherwise(&mut self, id: Option<u32>, method: usize, received: Instant, reply: Reply) {
        let Reply { call, outcome } = reply;
        match outcome {
            Outcome::Made(result) => {
                let max = self.server.limits().result;
                if result.len() > max {
                    return self.failed(id, method, received, &Failure::too_large("the result", max));
                }
                if let Some(id) = id {
                    self.outbox.frame(&Frame::Ok { id, result: &result });
                }
                self.count(method, Status::Ok.code(), received);
            }
            Outcome::Failed(failure) => self.failed(id, method, received, &failure),
            // A Notify of a method that streams: nobody wants the items. And a result without a call is nowhere.
            Outcome::Stream(_) | Outcome::Result => self.count(method, Status::Ok.code(), received),
        }
        if call.is_some() {
            self.spare = call;
        }
    }

    fn failed(&mut self, id: Option<u32>, method: usize, received: Instant, failure: &Failure) {
        if let Some(id) = id {
            self.fail(id, failure);
        }
        self.count(method, failure.code(), received);
    }

    #[inline]
    fn count(&self, method: usize, code: u16, received: Instant) {
        observe::called(self.server.methods[method].name(), code, received);
    }

    pub(super) fn fail(&mut self, id: u32, failure: &Failure) {
        failure.write(id, self.outbox.buffer());
    }

    /// Answers a call that was not made.
    #[cold]
    fn refuse(&mut self, id: Option<u32>, failure: &Failure) -> Flow {
        observe::refused(failure.code());
        if let Some(id) = id {
            self.fail(id, failure);
        }
        Flow::Next
    }

    /// Looks at a fresh token.
    #[cold]
    pub(super) fn auth(&mut self, id: u32, token: &str, now: Instant) {
        let Stage::Open(session) = &self.stage else { return };
        let limits = self.server.limits();
        let Some(hook) = &self.server.hooks.auth else {
            let text = "this server does not renew tokens";
            return self.fail(id, &Failure::fault(Status::Unimplemented, text));
        };
        if self.calls.is_full(limits) {
            return self.fail(id, &Failure::busy(limits.calls));
        }
        let task = Task::Auth {
            token: session.token(),
            user: session.user(),
        };
        session.set_token(Some(token.into()));
        let hooked = hook(session.clone());
        let entry = Entry::own(Key::Call(id), task, now, now + limits.deadline);
        self.calls.push(entry, InFlight::hook(hooked));
    }

    fn authenticated(
        &mut self,
        id: u32,
        token: Option<Arc<str>>,
        user: Option<&Arc<str>>,
        ending: Ending,
        now: Instant,
    ) {
        let Stage::Open(session) = &self.stage else { return };
        let session = session.clone();
        if let Some(failure) = ending.failure("the hook for fresh tokens") {
            session.set_token(token);
            self.fail(id, &failure);
            if failure.code() == Status::NotAuthorized.code() {
                self.close(CloseCode::NOT_AUTHENTICATED, "not authenticated", now);
            }
            return;
        }
        if user.is_some() && session.user().as_ref() != user {
            let text = "the token is another user's";
            self.fail(id, &Failure::fault(Status::NoPermission, text));
            return self.close(CloseCode::FORBIDDEN, text, now);
        }
        self.outbox.frame(&Frame::Ok { id, result: &[0xc0] });
        self.review(now);
    }
}

/// What few calls bring.
#[cold]
fn extras(name: &str, is_unknown: bool, options: &CallOptions<'_>) -> Option<Box<Extras>> {
    Some(Box::new(Extras {
        unknown: is_unknown.then(|| name.into()),
        trace: options.trace.map(Into::into),
        key: options.key.map(Into::into),
    }))
}

/// The span of a call, with the client's trace context.
#[cold]
fn span(method: &str, session: &Session, trace: Option<&str>) -> Span {
    let session = session.id();
    tracing::info_span!(target: "mego::call", "call", method, session, traceparent = trace)
}

impl Ending {
    /// How something that is not a method failed, if it did.
    pub(super) fn failure(self, what: &str) -> Option<Box<Failure>> {
        match self {
            Ending::Replied(reply) => match reply.outcome {
                Outcome::Failed(failure) => Some(failure),
                _ => None,
            },
            Ending::Panicked(panic) => Some(Box::new(panic.failure(&what))),
            Ending::StreamEnded => None,
            Ending::StreamFailed(failure) => Some(failure),
            Ending::Ended(status) => Some(Box::new(ended(status))),
        }
    }
}

/// The answer of what was ended from outside.
fn ended(status: Status) -> Failure {
    let text = match status {
        Status::Timeout => "the deadline has passed",
        Status::Unavailable => "the server is closing",
        _ => "the caller cancelled the call",
    };
    Failure::fault(status, text)
}
