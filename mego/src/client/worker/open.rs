//! A connection that is open: what is in flight on it, and what is about to be sent.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;

use super::queue::Queue;
use crate::client::error::Failed;
use crate::client::link::Link;
use crate::client::request::{CallRequest, Reply, Request, StreamNews, What};
use crate::client::topics::Topics;
use crate::random;
use crate::wire::{self, CallOptions, Frame, RawParams, WelcomeLimits};

/// When the server pings where it does not say.
const PING_INTERVAL: Duration = Duration::from_secs(25);

/// How late a ping may be.
const PING_GRACE: Duration = Duration::from_secs(11);

/// Frames are collected up to this size, in bytes: so a message has no more elements than a server takes.
const BATCH: usize = wire::MAX_ELEMENTS as usize;

pub(super) struct Open {
    pub(super) link: Link,
    /// When Welcome came.
    pub(super) since: Instant,
    limits: WelcomeLimits,
    patience: Duration,
    heard: Instant,
    next_id: u32,
    in_flight: HashMap<u32, InFlight>,
    /// The ids of what is in flight, by the keys of the handles.
    ids: HashMap<u64, u32>,
    /// What the connection asks for itself, before all calls.
    own: VecDeque<What>,
    /// The server is going away: nothing new is sent, and with nothing in flight the client leaves at this instant.
    leave_at: Option<Instant>,
    /// Frames that leave together.
    batch: Vec<u8>,
}

struct InFlight {
    request: Request,
    /// Items of a stream that may still come.
    credit: u64,
}

impl Open {
    pub(super) fn new(link: Link, limits: WelcomeLimits, ping_interval: Duration) -> Open {
        let ping_interval = if ping_interval.is_zero() {
            PING_INTERVAL
        } else {
            ping_interval
        };
        let now = Instant::now();
        Open {
            link,
            since: now,
            limits,
            patience: ping_interval + PING_GRACE,
            heard: now,
            next_id: 1,
            in_flight: HashMap::new(),
            ids: HashMap::new(),
            own: VecDeque::new(),
            leave_at: None,
            batch: Vec::new(),
        }
    }

    // Time

    pub(super) fn heard(&mut self) {
        self.heard = Instant::now();
    }

    pub(super) fn is_silent(&self, now: Instant) -> bool {
        now >= self.heard + self.patience
    }

    pub(super) fn next_tick(&self) -> Instant {
        let silent = self.heard + self.patience;
        match self.leave_at {
            Some(leave_at) if self.in_flight.is_empty() => silent.min(leave_at),
            _ => silent,
        }
    }

    /// The server goes away, and wants its clients to leave at moments of their own within the window.
    pub(super) fn going_away(&mut self, window: Duration) {
        if self.leave_at.is_none() {
            self.leave_at = Some(Instant::now() + window.mul_f64(random::fraction()));
        }
    }

    pub(super) fn may_leave(&self, now: Instant) -> bool {
        self.in_flight.is_empty() && self.leave_at.is_some_and(|leave_at| now >= leave_at)
    }

    pub(super) fn can_send(&self) -> bool {
        self.leave_at.is_none()
    }

    // Sending

    pub(super) fn ask_for(&mut self, topic: u64) {
        self.own.push_back(What::Subscribe { topic });
    }

    pub(super) fn unsubscribe(&mut self, number: u64) {
        self.own.push_back(What::Unsubscribe { number });
    }

    /// Sends what waits, as far as the server lets requests be in flight.
    pub(super) fn pump(&mut self, queue: &mut Queue, topics: &mut Topics) {
        while self.has_room() {
            let request = match self.own.pop_front() {
                Some(what) => Request::new(0, what, None, Reply::Nobody),
                None => match queue.pop() {
                    Some(request) => request,
                    None => break,
                },
            };
            self.transmit(request, topics);
        }
        queue.tidy();
    }

    fn has_room(&mut self) -> bool {
        if self.next_id >= u32::MAX - 1 {
            // The ids have run out, and another connection has new ones.
            self.going_away(Duration::ZERO);
        }
        let max = usize::try_from(self.limits.calls).unwrap_or(usize::MAX);
        // A limit that is not stated is 0.
        self.can_send() && self.link.has_room() && (max == 0 || self.in_flight.len() < max)
    }

    fn transmit(&mut self, request: Request, topics: &mut Topics) {
        let left = request
            .deadline
            .map(|deadline| deadline.saturating_duration_since(Instant::now()));
        if left.is_some_and(|left| left.is_zero()) {
            return request.fail(Failed::Timeout);
        }
        let id = self.next_id;
        let mut frame = Vec::new();
        match &request.what {
            What::Call(call) => write_call(&mut frame, Some(id), call, left),
            What::Notify(call) => write_call(&mut frame, None, call, left),
            What::Auth { token } => Frame::Auth { id, token }.write(&mut frame),
            What::Subscribe { topic } => {
                let Some((event, channel)) = topics.ask(*topic) else {
                    return;
                };
                Frame::Sub {
                    id,
                    event,
                    channel: &channel,
                }
                .write(&mut frame);
            }
            What::Unsubscribe { number } => Frame::Unsub {
                id,
                subscription: *number,
            }
            .write(&mut frame),
        }
        let max = self.limits.message;
        if max != 0 && frame.len() as u64 > max {
            let text = format!("a call of {} bytes, of which the server takes {max}", frame.len());
            return request.fail(Failed::Invalid(text));
        }
        self.append(&frame);
        if let What::Notify(_) = request.what {
            return;
        }
        self.next_id += 2;
        let credit = match &request.what {
            What::Call(call) => call.credit.map_or(0, u64::from),
            _ => 0,
        };
        if request.key != 0 {
            self.ids.insert(request.key, id);
        }
        self.in_flight.insert(id, InFlight { request, credit });
    }

    /// Adds a frame to those that leave together.
    fn append(&mut self, frame: &[u8]) {
        let max = match usize::try_from(self.limits.message) {
            Ok(0) | Err(_) => BATCH,
            Ok(max) => max.min(BATCH),
        };
        if !self.batch.is_empty() && self.batch.len() + frame.len() > max {
            self.flush();
        }
        self.batch.extend_from_slice(frame);
    }

    pub(super) fn frame(&mut self, frame: &Frame<'_>) {
        let mut bytes = Vec::new();
        frame.write(&mut bytes);
        self.append(&bytes);
    }

    pub(super) fn flush(&mut self) {
        if !self.batch.is_empty() {
            self.link.send(std::mem::take(&mut self.batch).into());
        }
    }

    /// Nobody waits for this answer any more. What was sent keeps its place until the server has answered it.
    pub(super) fn cancel(&mut self, key: u64) {
        if let Some(id) = self.ids.remove(&key) {
            if let Some(sent) = self.in_flight.get_mut(&id) {
                sent.request.reply = Reply::Nobody;
            }
            self.frame(&Frame::Cancel { id, reason: None });
        }
    }

    pub(super) fn credit(&mut self, key: u64, items: u64) {
        if let Some(id) = self.ids.get(&key).copied() {
            if let Some(sent) = self.in_flight.get_mut(&id) {
                sent.credit = sent.credit.saturating_add(items);
            }
            self.frame(&Frame::Credit { id, items });
        }
    }

    // What comes

    /// What was asked for under this id. The answer ends it.
    pub(super) fn answered(&mut self, id: u32) -> Option<Request> {
        let sent = self.in_flight.remove(&id)?;
        self.ids.remove(&sent.request.key);
        Some(sent.request)
    }

    /// An item of a stream. Nothing happens when there is no such stream, or nobody wants it any more: the Cancel is on its
    /// way.
    pub(super) fn item(&mut self, id: u32, value: &[u8], share: impl FnOnce(&[u8]) -> Bytes) {
        let Some(sent) = self.in_flight.get_mut(&id) else {
            return;
        };
        let Reply::Stream(items) = &sent.request.reply else {
            return;
        };
        if let Some(left) = sent.credit.checked_sub(1) {
            sent.credit = left;
            // Whoever takes the items may have just gone, and then says so itself.
            let _ = items.send(StreamNews::Item(share(value)));
        } else {
            let text = "the server sent more items than it was given credit for".to_owned();
            let reply = std::mem::replace(&mut sent.request.reply, Reply::Nobody);
            let key = sent.request.key;
            reply.fail(Failed::Invalid(text));
            self.cancel(key);
        }
    }

    /// All that is in flight and somebody waits for, in the order in which it was made.
    pub(super) fn take_in_flight(&mut self) -> Vec<Request> {
        self.ids.clear();
        let mut requests: Vec<_> = std::mem::take(&mut self.in_flight)
            .into_values()
            .map(|sent| sent.request)
            .filter(|request| !matches!(request.reply, Reply::Nobody))
            .collect();
        requests.sort_unstable_by_key(|request| request.key);
        requests
    }
}

fn write_call(out: &mut Vec<u8>, id: Option<u32>, call: &CallRequest, left: Option<Duration>) {
    // They were looked through when the call was made.
    let params = RawParams::scanned(&call.params);
    let options = CallOptions {
        // At least a millisecond: 0 would have passed at once.
        deadline_ms: left.map(|left| {
            u64::try_from(left.as_millis())
                .unwrap_or(wire::MAX_INTEGER)
                .max(1)
        }),
        key: call.key.as_deref(),
        trace: call.trace.as_deref(),
        credit: call.credit.map(u64::from),
        files: None,
    };
    let method = &call.method;
    match id {
        Some(id) => Frame::Call {
            id,
            method,
            params,
            options,
        }
        .write(out),
        None => Frame::Notify {
            method,
            params,
            options,
        }
        .write(out),
    }
}
