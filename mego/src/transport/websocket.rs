//! Messages over a WebSocket.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_util::{Sink, Stream};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::error::{CapacityError, ProtocolError};
use tokio_tungstenite::tungstenite::protocol::frame::coding;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message};

use super::{Gone, Incoming, Transport};
use crate::limits::Limits;
use crate::wire::CloseCode;

/// A byte stream beneath a WebSocket.
pub(crate) trait Socket: AsyncRead + AsyncWrite + Unpin + Send + 'static {
    /// Whether there may be something to read. tungstenite clears its whole read buffer for each attempt, so that a
    /// wake-up for another reason should not make one.
    fn poll_readable(&mut self, _: &mut Context<'_>) -> Poll<()> {
        Poll::Ready(())
    }
}

impl Socket for TcpStream {
    fn poll_readable(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        // An error is found again, and reported, by the read that follows.
        self.poll_read_ready(cx).map(drop)
    }
}

/// TLS may hold what it has read already, so that the socket beneath cannot say.
#[cfg(feature = "tls")]
impl Socket for tokio_rustls::server::TlsStream<TcpStream> {}

/// Where the stream beneath is not known, it is read without being asked.
impl Socket for hyper_util::rt::TokioIo<hyper::upgrade::Upgraded> {}

pub(crate) struct WebSocket<S> {
    stream: WebSocketStream<S>,
    /// The last attempt to read ended in waiting, so that only the socket can bring news.
    is_drained: bool,
    /// tungstenite has given up reading.
    is_broken: bool,
    /// tungstenite has written a pong of its own, and nothing more is read until it has left: a client that pings and
    /// does not read would fill the memory with them.
    owes_pong: bool,
}

impl<S: Socket> WebSocket<S> {
    /// Reads what the other side still sends, and throws it away, until it closes. A socket that is closed with bytes
    /// unread is reset, and a reset overtakes the close frame that says why.
    fn poll_discard(&mut self, cx: &mut Context<'_>) -> Poll<Incoming> {
        let mut bytes = [0; 1024];
        loop {
            let mut buffer = ReadBuf::new(&mut bytes);
            let read = ready!(Pin::new(self.stream.get_mut()).poll_read(cx, &mut buffer));
            if read.is_err() || buffer.filled().is_empty() {
                return Poll::Ready(Incoming::Closed);
            }
        }
    }

    /// Takes a socket whose upgrade is done, and the bytes that were read with it.
    pub(crate) async fn new(socket: S, early: Bytes, limits: &Limits) -> WebSocket<S> {
        let config = WebSocketConfig::default()
            .read_buffer_size(limits.read_buffer)
            .write_buffer_size(limits.write_buffer)
            // tungstenite's own limit would refuse a single large reply; the connection counts what it sends.
            .max_write_buffer_size(usize::MAX)
            .max_message_size(Some(limits.message))
            .max_frame_size(Some(limits.message));
        let stream = if early.is_empty() {
            WebSocketStream::from_raw_socket(socket, Role::Server, Some(config)).await
        } else {
            WebSocketStream::from_partially_read(socket, early.to_vec(), Role::Server, Some(config)).await
        };
        WebSocket {
            stream,
            is_drained: false,
            is_broken: false,
            owes_pong: false,
        }
    }
}

impl<S: Socket> Transport for WebSocket<S> {
    #[inline]
    fn poll_receive(&mut self, cx: &mut Context<'_>) -> Poll<Incoming> {
        if self.is_broken {
            return self.poll_discard(cx);
        }
        loop {
            if self.owes_pong {
                // An error is found again, and reported, by the read that follows.
                let _ = ready!(Pin::new(&mut self.stream).poll_flush(cx));
                self.owes_pong = false;
            }
            if self.is_drained {
                ready!(self.stream.get_mut().poll_readable(cx));
                self.is_drained = false;
            }
            let Poll::Ready(message) = Pin::new(&mut self.stream).poll_next(cx) else {
                self.is_drained = true;
                return Poll::Pending;
            };
            return Poll::Ready(match message {
                Some(Ok(Message::Binary(bytes))) => Incoming::Message(bytes),
                Some(Ok(Message::Text(_))) => Incoming::Text,
                Some(Ok(Message::Ping(_))) => {
                    self.owes_pong = true;
                    continue;
                }
                // tungstenite answers a close itself, and ends when the answer has left.
                Some(Ok(Message::Pong(_) | Message::Frame(_) | Message::Close(_))) => continue,
                None => Incoming::Closed,
                Some(Err(error)) => {
                    self.is_broken = true;
                    incoming_error(&error)
                }
            });
        }
    }

    fn send(&mut self, message: Bytes) {
        // An error is found again, and reported, by the flush that follows.
        let _ = Pin::new(&mut self.stream).start_send(Message::Binary(message));
    }

    fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Gone>> {
        Pin::new(&mut self.stream).poll_flush(cx).map_err(|_| Gone)
    }

    fn close(&mut self, code: CloseCode, reason: &str) {
        let frame = CloseFrame {
            code: coding::CloseCode::from(code.0),
            reason: close_reason(reason).into(),
        };
        let _ = Pin::new(&mut self.stream).start_send(Message::Close(Some(frame)));
    }
}

fn incoming_error(error: &Error) -> Incoming {
    match error {
        Error::Capacity(CapacityError::MessageTooLong { .. }) => Incoming::TooBig,
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => Incoming::Closed,
        Error::Protocol(_) | Error::Utf8(_) => Incoming::Broken,
        _ => Incoming::Closed,
    }
}

/// RFC 6455 allows 123 bytes.
fn close_reason(reason: &str) -> &str {
    let end = (0..=reason.len().min(123))
        .rev()
        .find(|end| reason.is_char_boundary(*end))
        .unwrap_or(0);
    &reason[..end]
}
