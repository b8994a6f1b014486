//! Frames on their way out. They are collected and go together, one message for all that one batch brought about.

use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use tokio::time::Instant;

use super::liveness::Liveness;
use crate::transport::{Gone, Transport};
use crate::wire::Frame;

/// Larger messages are begun anew, so that a client can handle the first frames while the rest is on its way.
const MESSAGE: usize = 64 * 1024;

/// A message of this size, an answer or an event, leaves in memory that is used again. That of larger ones is not kept by
/// connections that may be idle for hours.
const SMALL: usize = 128;

#[derive(Default)]
pub(super) struct Outbox {
    frames: Vec<u8>,
    /// Where small messages are cut from. It is whole again when the transport has dropped them.
    small: BytesMut,
    /// How much the last message held: the next one will need about as much.
    usual: usize,
    /// Bytes that the transport has taken and not flushed.
    unflushed: usize,
    /// Whole messages that were begun anew and not given to the transport yet.
    messages: Vec<Bytes>,
    messages_size: usize,
}

impl Outbox {
    /// Bytes that have not left yet.
    pub(super) fn waiting(&self) -> usize {
        self.frames.len() + self.messages_size + self.unflushed
    }

    /// Whether there is room for what can wait: events, and items of streams.
    pub(super) fn has_room(&self) -> bool {
        self.waiting() < MESSAGE
    }

    /// Whole frames.
    pub(super) fn append(&mut self, frames: &[u8]) {
        if !frames.is_empty() {
            self.buffer().extend_from_slice(frames);
        }
    }

    pub(super) fn frame(&mut self, frame: &Frame<'_>) {
        frame.write(self.buffer());
    }

    /// Where the next frame goes. The caller appends whole frames only.
    #[inline]
    pub(super) fn buffer(&mut self) -> &mut Vec<u8> {
        if self.frames.len() >= MESSAGE {
            self.end_message();
        }
        if self.frames.capacity() == 0 {
            self.frames.reserve(self.usual.max(64));
        }
        &mut self.frames
    }

    fn end_message(&mut self) {
        let size = self.frames.len();
        self.usual = size.min(MESSAGE);
        self.messages_size += size;
        let message = if self.frames.capacity() <= SMALL {
            self.small.extend_from_slice(&self.frames);
            self.frames.clear();
            self.small.split().freeze()
        } else {
            std::mem::take(&mut self.frames).into()
        };
        self.messages.push(message);
    }

    /// Sends everything. Nothing more is given to a transport that is still busy with the last.
    #[inline]
    pub(super) fn poll_flush<T: Transport>(
        &mut self,
        transport: &mut T,
        liveness: &mut Liveness,
        cx: &mut Context<'_>,
        now: Instant,
    ) -> Poll<Result<(), Gone>> {
        loop {
            if self.unflushed > 0 {
                ready!(transport.poll_flush(cx))?;
                self.unflushed = 0;
            }
            if !self.frames.is_empty() {
                self.end_message();
            }
            if self.messages.is_empty() {
                return Poll::Ready(Ok(()));
            }
            for message in self.messages.drain(..) {
                self.unflushed += message.len();
                transport.send(message);
            }
            self.messages_size = 0;
            liveness.sent(now);
        }
    }
}
