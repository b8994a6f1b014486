//! What each frame of a client does.

use std::sync::Arc;
use std::task::Context;
use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;

use super::calls::{Finished, Key, Outcome};
use super::in_flight::{InFlight, Panic, Started};
use super::{Connection, Stage};
use crate::call::{Answer, Call, Facts, Params, shown};
use crate::failure::Failure;
use crate::session::{Introduction, Session};
use crate::transport::Transport;
use crate::wire::{
    self, CallOptions, CloseCode, FileFrame, Frame, Frames, Hello, Malformed, RawParams, Welcome,
};
use crate::{Status, random};

/// Whether the next frame of the message may follow.
enum Flow {
    Next,
    /// This frame has to wait, and with it everything behind it.
    Park,
}

/// A Call, or a Notify without an id.
struct Request<'a> {
    id: Option<u32>,
    method: &'a str,
    params: RawParams<'a>,
    options: CallOptions<'a>,
}

impl<T: Transport> Connection<T> {
    /// Handles the frames of a message from `position` on.
    pub(super) fn message(&mut self, cx: &mut Context<'_>, message: Bytes, position: usize, now: Instant) {
        if matches!(self.stage, Stage::Greeting(_)) && message.len() > self.server.limits().first_message {
            return self.close(
                CloseCode::TOO_BIG,
                "the first message is larger than the limit",
                now,
            );
        }
        let mut frames = Frames::starting_at(&message, position);
        if message.is_empty() {
            return self.malformed(Malformed::NotAFrame, now);
        }
        loop {
            let position = frames.position();
            let frame = match frames.next() {
                None => return,
                Some(Ok(frame)) => frame,
                Some(Err(fault)) => return self.malformed(fault, now),
            };
            match self.frame(cx, &message, frame, now) {
                Ok(Flow::Next) if self.is_open() => {}
                Ok(Flow::Next) => return,
                Ok(Flow::Park) => {
                    self.parked = Some((message, position));
                    return;
                }
                Err(fault) => return self.malformed(fault, now),
            }
        }
    }

    #[inline]
    fn frame(
        &mut self,
        cx: &mut Context<'_>,
        message: &Bytes,
        frame: Frame<'_>,
        now: Instant,
    ) -> Result<Flow, Malformed> {
        if !matches!(self.stage, Stage::Open(_)) {
            return match frame {
                Frame::Hello(hello) => {
                    self.hello(&hello, now);
                    Ok(Flow::Next)
                }
                _ => Err(Malformed::NoHello),
            };
        }
        match frame {
            Frame::Call {
                id,
                method,
                params,
                options,
            } => {
                self.new_id(id)?;
                return Ok(self.call(
                    cx,
                    message,
                    Request {
                        id: Some(id),
                        method,
                        params,
                        options,
                    },
                    now,
                ));
            }
            Frame::Notify {
                method,
                params,
                options,
            } => {
                return Ok(self.call(
                    cx,
                    message,
                    Request {
                        id: None,
                        method,
                        params,
                        options,
                    },
                    now,
                ));
            }
            Frame::Cancel { id, .. } => self.calls.end(Key::Call(id), Status::Cancelled),
            Frame::Ping { value } => self.outbox.frame(&Frame::Pong { value }),
            Frame::Hello(_) => return Err(Malformed::SecondHello),
            Frame::Auth { id, .. } => {
                self.new_id(id)?;
                self.fail(
                    id,
                    &Failure::fault(Status::Unimplemented, "this server does not renew tokens"),
                );
            }
            Frame::Sub { id, event, .. } => {
                self.new_id(id)?;
                self.fail(
                    id,
                    &Failure::fault(Status::NotFound, format!("there is no event `{}`", shown(event))),
                );
            }
            Frame::Unsub { id, subscription } => {
                self.new_id(id)?;
                let message = format!("there is no subscription {subscription}");
                self.fail(id, &Failure::fault(Status::NotFound, message));
            }
            Frame::Welcome(_)
            | Frame::GoAway { .. }
            | Frame::Event { .. }
            | Frame::EventTo { .. }
            | Frame::SubState { .. }
            | Frame::File(
                FileFrame::Grant { .. }
                | FileFrame::Ack { .. }
                | FileFrame::Retry { .. }
                | FileFrame::Done { .. },
            ) => return Err(Malformed::WrongDirection),
            // Answers to what was never asked or is over: races, and therefore nothing. Unknown kinds are of a later
            // version.
            Frame::Pong { .. }
            | Frame::Credit { .. }
            | Frame::Ok { .. }
            | Frame::Err(_)
            | Frame::Item { .. }
            | Frame::End { .. }
            | Frame::File(_)
            | Frame::Unknown { .. } => {}
        }
        Ok(Flow::Next)
    }

    /// Ids of a client are odd and grow.
    #[inline]
    fn new_id(&mut self, id: u32) -> Result<(), Malformed> {
        if id.is_multiple_of(2) || id <= self.last_id {
            return Err(Malformed::Id);
        }
        self.last_id = id;
        Ok(())
    }

    fn hello(&mut self, hello: &Hello<'_>, now: Instant) {
        let Stage::Greeting(client) = &self.stage else {
            return;
        };
        if hello.version != wire::VERSION {
            let text = format!("this server speaks version {} of the protocol", wire::VERSION);
            self.fail(0, &Failure::fault(Status::Unimplemented, text));
            return self.close(CloseCode::NO_COMMON_VERSION, "no common version", now);
        }
        let secret = match random::secret() {
            Ok(secret) => secret,
            Err(error) => {
                let failure = Failure::internal(&format_args!("no random bits for a session id: {error}"));
                self.fail(0, &failure);
                return self.close(CloseCode::INTERNAL_ERROR, "internal error", now);
            }
        };
        let id = format!("{}-{secret}", self.server.hub.node());
        let client = client.clone().with_program(hello.client);
        let introduction = Introduction {
            token: hello.token.map(Into::into),
            // A copy: a slice would keep the whole first message for the length of the session.
            data: hello.data.map(Bytes::copy_from_slice),
        };
        let limits = self.server.limits();
        let welcome = Welcome {
            version: wire::VERSION,
            capabilities: Vec::new(),
            session: &id,
            ping_interval_ms: u64::try_from(limits.ping.as_millis()).unwrap_or(u64::MAX),
            limits: limits.welcome(),
            contract: Some(&self.server.contract),
        };
        self.outbox.frame(&Frame::Welcome(Box::new(welcome)));
        self.stage = Stage::Open(Session::new(id, Arc::clone(&self.server), client, introduction));
    }

    #[inline]
    fn call(&mut self, cx: &mut Context<'_>, message: &Bytes, request: Request<'_>, now: Instant) -> Flow {
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
            let Some(id) = id else { return Flow::Park };
            let text = format!("{} calls are in flight, the limit of a session", limits.calls);
            return self.refuse(Some(id), Status::Busy, text);
        }
        if self.drain.is_some() {
            return self.refuse(id, Status::Unavailable, "the server is closing");
        }
        let Some(method) = self.server.find(name) else {
            return self.refuse(
                id,
                Status::Unimplemented,
                format!("there is no method `{}`", shown(name)),
            );
        };
        let entry = &self.server.methods[method];
        let info = entry.info();
        let size = params.bytes.len();
        if let Some(max) = info.max_size.filter(|max| size > *max) {
            let text = format!("the parameters are {size} bytes, and `{name}` takes {max}");
            return self.refuse(id, Status::ResourceExhausted, text);
        }
        let deadline = match options.deadline_ms {
            None => info.timeout.unwrap_or(limits.deadline),
            Some(ms) => Duration::from_millis(ms).min(info.timeout.unwrap_or(limits.max_deadline)),
        };
        let facts = Facts {
            method,
            id,
            received: now,
            deadline,
            size,
        };
        let params = Params::new(message, params);
        let call = match self.spare.take() {
            Some(mut call) => {
                call.renew(facts, params);
                call
            }
            None => Call::new(session.clone(), facts, params),
        };
        match InFlight::start(entry, call, cx) {
            Ok(Started::Done(answer)) => self.answer(id, method, now, answer),
            Ok(Started::Pending(call)) => {
                let key = id.map_or_else(
                    || {
                        self.notifies += 1;
                        Key::Notify(self.notifies)
                    },
                    Key::Call,
                );
                self.calls.push(key, method, now, now + deadline, call);
            }
            Err(panic) => self.panicked(id, method, now, &panic),
        }
        Flow::Next
    }

    /// Answers a call that was pending.
    pub(super) fn finish(&mut self, finished: Finished) {
        let Finished {
            key,
            method,
            received,
            outcome,
        } = finished;
        let id = match key {
            Key::Call(id) => Some(id),
            Key::Notify(_) => None,
        };
        match outcome {
            Outcome::Answered(answer) => self.answer(id, method, received, answer),
            Outcome::Panicked(panic) => self.panicked(id, method, received, &panic),
            Outcome::Ended(status) => {
                let text = match status {
                    Status::Timeout => "the deadline has passed",
                    Status::Unavailable => "the server is closing",
                    _ => "the caller cancelled the call",
                };
                self.failed(id, method, received, &Failure::fault(status, text));
            }
        }
    }

    #[inline]
    fn answer(&mut self, id: Option<u32>, method: usize, received: Instant, answer: Answer) {
        let Answer { call, outcome } = answer;
        match outcome {
            Ok(()) => {
                if let Some(id) = id {
                    let buffer = self.outbox.buffer();
                    wire::write_ok_head(buffer, id);
                    buffer.extend_from_slice(call.result());
                }
                self.log(method, received, Status::Ok.code());
            }
            Err(failure) => self.failed(id, method, received, &failure),
        }
        self.spare = Some(call);
    }

    fn panicked(&mut self, id: Option<u32>, method: usize, received: Instant, panic: &Panic) {
        let failure = panic.failure(&self.server.methods[method].info().rust);
        self.failed(id, method, received, &failure);
    }

    fn failed(&mut self, id: Option<u32>, method: usize, received: Instant, failure: &Failure) {
        if let Some(id) = id {
            self.fail(id, failure);
        }
        self.log(method, received, failure.code());
    }

    fn fail(&mut self, id: u32, failure: &Failure) {
        failure.write(id, self.outbox.buffer());
    }

    /// Answers a call that was not made.
    #[cold]
    fn refuse(
        &mut self,
        id: Option<u32>,
        status: Status,
        text: impl Into<std::borrow::Cow<'static, str>>,
    ) -> Flow {
        if let Some(id) = id {
            self.fail(id, &Failure::fault(status, text));
        }
        Flow::Next
    }

    #[inline]
    fn log(&self, method: usize, received: Instant, code: u16) {
        if !self.server.logs_calls || !tracing::enabled!(target: "mego::call", tracing::Level::INFO) {
            return;
        }
        let Stage::Open(session) = &self.stage else { return };
        let status = Status::from_code(code).map_or_else(|| code.to_string(), |status| status.to_string());
        tracing::info!(
            target: "mego::call",
            method = self.server.methods[method].name(),
            status,
            elapsed = ?received.elapsed(),
            session = session.id(),
        );
    }
}
