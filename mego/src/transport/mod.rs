//! Transports move whole messages and a close code. The rest of Mego knows neither HTTP nor sockets.

pub mod memory;
pub(crate) mod websocket;

use std::task::{Context, Poll};

use bytes::Bytes;

use crate::wire::CloseCode;

/// What arrives.
#[derive(Debug)]
pub(crate) enum Incoming {
    Message(Bytes),
    /// A text message, and there are none in this protocol.
    Text,
    /// A message over the limit.
    TooBig,
    /// The other side broke the rules of the transport.
    Broken,
    /// The other side is gone, or has closed.
    Closed,
}

/// Moves messages. All of it is polled by one task.
pub(crate) trait Transport: Send + 'static {
    /// The next thing that arrives.
    fn poll_receive(&mut self, cx: &mut Context<'_>) -> Poll<Incoming>;

    /// Takes a message. It need not be sent before the next flush.
    fn send(&mut self, message: Bytes);

    /// Sends what was taken. An error means that nothing can be sent any more.
    fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Gone>>;

    /// Says goodbye after what was taken. The other side is gone when `poll_receive` says so.
    fn close(&mut self, code: CloseCode, reason: &str);
}

/// The other side cannot be reached any more.
#[derive(Debug)]
pub(crate) struct Gone;
