//! What each frame of a server does.

use std::time::Duration;

use bytes::Bytes;

use super::{Phase, Worker};
use crate::client::error::{Answer, Failed};
use crate::client::request::{Reply, Request, StreamNews, What};
use crate::wire::{self, Frame, Frames, Malformed};

impl Worker {
    /// Handles the frames of a message from `position` on.
    pub(super) fn message(&mut self, message: &Bytes, position: usize) {
        if let Phase::Open(open) = &mut self.phase {
            open.heard();
        }
        for frame in Frames::of_server(message, position) {
            let result = frame.and_then(|frame| self.frame(message, frame));
            if let Err(malformed) = result {
                return self.broken(&format!("the server sent a malformed message: {malformed}"));
            }
        }
    }

    fn frame(&mut self, message: &Bytes, frame: Frame<'_>) -> Result<(), Malformed> {
        let Phase::Open(open) = &mut self.phase else {
            return Ok(());
        };
        match frame {
            Frame::Ping { value } => open.frame(&Frame::Pong { value }),
            Frame::GoAway { window_ms, .. } => {
                open.going_away(Duration::from_millis(window_ms.unwrap_or_default()));
            }
            Frame::Ok { id, result } => {
                if let Some(request) = open.answered(id) {
                    self.succeeded(request, message.slice_ref(result));
                }
            }
            Frame::Err(err) => {
                if let Some(request) = open.answered(err.id) {
                    self.failed(request, Failed::Answered(Box::new(Answer::new(&err))));
                }
            }
            Frame::Item { id, value } => {
                open.item(id, value, |value| message.slice_ref(value));
            }
            Frame::End { id, .. } => {
                if let Some(request) = open.answered(id) {
                    ended(request);
                }
            }
            Frame::Event {
                subscription, data, ..
            } => self.topics.event(subscription, data),
            Frame::EventTo {
                event, channel, data, ..
            } => self.topics.event_to(event, channel, data),
            Frame::SubState {
                subscription, state, ..
            } => self.topics.state(subscription, state),
            Frame::Hello(_)
            | Frame::Welcome(_)
            | Frame::Auth { .. }
            | Frame::Call { .. }
            | Frame::Notify { .. }
            | Frame::Sub { .. }
            | Frame::Unsub { .. } => return Err(Malformed::WrongDirection),
            // A Pong was never asked for, and the others are of a later version.
            Frame::Pong { .. }
            | Frame::Cancel { .. }
            | Frame::Credit { .. }
            | Frame::File(_)
            | Frame::Unknown { .. } => {}
        }
        Ok(())
    }

    fn succeeded(&mut self, request: Request, result: Bytes) {
        match (request.what, request.reply) {
            (What::Subscribe { topic }, _) => match number(&result) {
                Some(number) => {
                    if let Some(unwanted) = self.topics.accepted(topic, number) {
                        self.unsubscribe(unwanted);
                    }
                }
                None => {
                    let text = "the server gave the subscription no number".to_owned();
                    self.topics.refused(topic, &Failed::Invalid(text));
                }
            },
            // Whoever waited may have gone.
            (_, Reply::Value(reply)) => drop(reply.send(Ok(result))),
            (_, reply @ Reply::Stream(_)) => {
                reply.fail(Failed::Invalid(
                    "the answer is not a stream, as this client expects".to_owned(),
                ));
            }
            (_, Reply::Nobody) => {}
        }
    }

    fn failed(&mut self, request: Request, failed: Failed) {
        match request.what {
            What::Subscribe { topic } => self.topics.refused(topic, &failed),
            _ => request.reply.fail(failed),
        }
    }
}

fn ended(request: Request) {
    match request.reply {
        Reply::Stream(items) => drop(items.send(StreamNews::End)),
        reply @ Reply::Value(_) => {
            reply.fail(Failed::Invalid(
                "the answer is a stream, which this client does not expect".to_owned(),
            ));
        }
        Reply::Nobody => {}
    }
}

/// The number in the answer to a Sub.
fn number(result: &[u8]) -> Option<u64> {
    #[derive(serde::Deserialize)]
    struct Subscribed {
        u: u64,
    }
    wire::decode::<Subscribed>(result)
        .ok()
        .map(|subscribed| subscribed.u)
}
