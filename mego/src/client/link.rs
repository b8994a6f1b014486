//! One connection of a client, from its opening to its end: whole messages, and a close code.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::{Sink, Stream};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding;

use crate::transport::memory::{MemoryClient, Received};
use crate::wire::CloseCode;

/// Bytes that may wait for the server to read them. While more do, nothing is added.
const MAX_UNSENT: usize = 1024 * 1024;

/// What arrives.
pub(crate) enum Heard {
    Message(Bytes),
    Text,
    Closed { code: Option<CloseCode>, reason: String },
}

pub(crate) enum Link {
    Memory(MemoryClient),
    WebSocket(Box<WebSocket>),
}

/// The bytes beneath: TCP, or TLS over it.
pub(crate) trait Socket: AsyncRead + AsyncWrite + Unpin + Send {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Socket for S {}

pub(crate) struct WebSocket {
    stream: WebSocketStream<Box<dyn Socket>>,
    /// Bytes that were taken since all were last sent.
    unsent: usize,
}

impl Link {
    pub(crate) fn web_socket(stream: WebSocketStream<Box<dyn Socket>>) -> Link {
        Link::WebSocket(Box::new(WebSocket { stream, unsent: 0 }))
    }

    /// Takes a message. It leaves while `heard` is awaited.
    pub(crate) fn send(&mut self, message: Bytes) {
        match self {
            Link::Memory(client) => client.send(message),
            Link::WebSocket(socket) => {
                socket.unsent += message.len();
                // An error is found again, and reported, by the read that follows.
                let _ = Pin::new(&mut socket.stream).start_send(Message::Binary(message));
            }
        }
    }

    /// Whether more may be taken.
    pub(crate) fn has_room(&self) -> bool {
        match self {
            Link::Memory(_) => true,
            Link::WebSocket(socket) => socket.unsent <= MAX_UNSENT,
        }
    }

    /// Sends what was taken, and waits for what comes. May be dropped and asked again. Comes back with nothing when there
    /// is room again for what is to be sent.
    pub(crate) async fn heard(&mut self) -> Option<Heard> {
        match self {
            Link::Memory(client) => Some(match client.receive().await {
                Some(Received::Message(message)) => Heard::Message(message),
                Some(Received::Closed { code, reason }) => Heard::Closed {
                    code: Some(code),
                    reason,
                },
                None => Heard::Closed {
                    code: None,
                    reason: "the connection was lost".to_owned(),
                },
            }),
            Link::WebSocket(socket) => poll_fn(|cx| socket.poll(cx)).await,
        }
    }

    /// Says goodbye. The end is there when `heard` says so.
    pub(crate) fn close(&mut self) {
        match self {
            // The other side hears of it when this one is dropped.
            Link::Memory(_) => {}
            Link::WebSocket(socket) => {
                let frame = CloseFrame {
                    code: coding::CloseCode::Normal,
                    reason: "".into(),
                };
                let _ = Pin::new(&mut socket.stream).start_send(Message::Close(Some(frame)));
            }
        }
    }

    /// Whether the end is there as soon as this is dropped.
    pub(crate) fn ends_by_itself(&self) -> bool {
        matches!(self, Link::Memory(_))
    }
}

impl WebSocket {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Heard>> {
        let had_room = self.unsent <= MAX_UNSENT;
        if let Poll::Ready(flushed) = Pin::new(&mut self.stream).poll_flush(cx) {
            self.unsent = 0;
            // An error is found again by the read, which may still have the close code.
            if flushed.is_ok() && !had_room {
                return Poll::Ready(None);
            }
        }
        loop {
            let Poll::Ready(message) = Pin::new(&mut self.stream).poll_next(cx) else {
                return Poll::Pending;
            };
            return Poll::Ready(Some(match message {
                Some(Ok(Message::Binary(bytes))) => Heard::Message(bytes),
                Some(Ok(Message::Text(_))) => Heard::Text,
                Some(Ok(Message::Close(frame))) => {
                    // tungstenite has its answer ready; it need not be waited for.
                    let _ = Pin::new(&mut self.stream).poll_flush(cx);
                    match frame {
                        Some(frame) => Heard::Closed {
                            code: Some(CloseCode(frame.code.into())),
                            reason: frame.reason.to_string(),
                        },
                        None => lost("the connection was closed"),
                    }
                }
                // tungstenite answers a ping of WebSocket's own with the next write.
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => continue,
                Some(Err(error)) => lost(&format!("the connection was lost: {error}")),
                None => lost("the connection was lost"),
            }));
        }
    }
}

fn lost(reason: &str) -> Heard {
    Heard::Closed {
        code: None,
        reason: reason.to_owned(),
    }
}
