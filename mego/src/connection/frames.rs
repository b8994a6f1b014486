//! What each frame of a client does.

use std::task::Context;

use bytes::Bytes;
use tokio::time::Instant;

use super::calls::Key;
use super::{Connection, Stage};
use crate::transport::Transport;
use crate::wire::{CloseCode, FileFrame, Frame, Frames, Malformed, Request};
use crate::{Status, observe};

/// Whether the next frame of the message may follow.
pub(super) enum Flow {
    Next,
    /// This frame has to wait, and with it everything behind it.
    Park,
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
            let head = match frames.head() {
                None => return,
                Some(Ok(head)) => head,
                Some(Err(fault)) => return self.malformed(fault, now),
            };
            let flow = if head.is_request() {
                match frames.request(head) {
                    Ok(request) => self.request(cx, &message, request, now),
                    Err(fault) => Err(fault),
                }
            } else {
                frames
                    .frame(head)
                    .and_then(|frame| self.frame(cx, &frame, now))
                    .map(|()| Flow::Next)
            };
            match flow {
                // What comes with the Hello waits for the Welcome.
                Ok(Flow::Next) if matches!(self.stage, Stage::Connecting(_)) => {
                    let position = frames.position();
                    if position < message.len() {
                        self.parked = Some((message, position));
                    }
                    return;
                }
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

    /// A Call or a Notify. Inlined, as what it calls is, for the reason that `Frames::request` gives.
    #[inline(always)]
    fn request(
        &mut self,
        cx: &mut Context<'_>,
        message: &Bytes,
        request: Request<'_>,
        now: Instant,
    ) -> Result<Flow, Malformed> {
        if !matches!(self.stage, Stage::Open(_)) {
            return Err(Malformed::NoHello);
        }
        if let Some(id) = request.id {
            self.new_id(id)?;
        }
        Ok(self.call(cx, message, request, now))
    }

    /// Any frame but a Call and a Notify.
    #[inline(never)]
    fn frame(&mut self, cx: &mut Context<'_>, frame: &Frame<'_>, now: Instant) -> Result<(), Malformed> {
        if !matches!(self.stage, Stage::Open(_)) {
            return match frame {
                Frame::Hello(hello) => {
                    self.hello(hello, now);
                    Ok(())
                }
                _ => Err(Malformed::NoHello),
            };
        }
        match *frame {
            Frame::Cancel { id, .. } => {
                self.calls.end(Key::Call(id), Status::Cancelled);
                // Dropped before the next frame is looked at, which may be the call that takes its place.
                self.finish_calls(cx, now);
            }
            Frame::Ping { value } => self.outbox.frame(&Frame::Pong { value }),
            Frame::Hello(_) => return Err(Malformed::SecondHello),
            Frame::Auth { id, token } => {
                self.new_id(id)?;
                self.auth(id, token, now);
            }
            Frame::Sub { id, event, channel } => {
                self.new_id(id)?;
                self.subscribe(id, event, channel, now);
                // Where the answer is known at once, it holds for the frames behind it.
                self.finish_calls(cx, now);
            }
            Frame::Unsub { id, subscription } => {
                self.new_id(id)?;
                self.unsubscribe(id, subscription);
            }
            Frame::Credit { id, items } => {
                self.calls.credit(Key::Call(id), items, self.outbox.has_room());
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
            // Requests do not come here.
            Frame::Call { .. } | Frame::Notify { .. } | Frame::Pong { .. } => {}
            // Answers to what was never asked or is over: races, and therefore nothing. Unknown kinds are of a later
            // version.
            Frame::Ok { .. }
            | Frame::Err(_)
            | Frame::Item { .. }
            | Frame::End { .. }
            | Frame::File(_)
            | Frame::Unknown { .. } => observe::ignored(),
        }
        Ok(())
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
}
