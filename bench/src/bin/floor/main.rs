//! The floor: the methods of the benchmark on tokio-tungstenite and rmp-serde, written by hand, with Mego's frames and
//! nothing of a framework. What Mego costs is what it costs beyond this.
//!
//! It does everything that is known to make such a server fast, and checks nothing that it need not: one task owns the
//! socket, the methods run in place, replies are collected until the input is empty and flushed once, the read buffer
//! is small, the socket is asked before tungstenite, replies are encoded into one reused buffer, no call allocates. An
//! event is encoded once, and queued for each connection, which writes it with the number of its own subscription.

mod hub;

use std::error::Error;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bench::{Note, Object};
use bytes::{BufMut, Bytes, BytesMut};
use futures_util::{Sink, Stream};
use rmp_serde::Serializer;
use serde::de::{Error as _, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::http::header::SEC_WEBSOCKET_PROTOCOL;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

use self::hub::{Hub, Inbox};

fn main() -> Result<(), Box<dyn Error>> {
    let is_batched = bench::server::has_flag("--batched");
    bench::server::run(move |listener| accept(listener, is_batched))
}

async fn accept(listener: TcpListener, is_batched: bool) {
    let hub = Arc::new(Hub::default());
    while let Ok((socket, _)) = listener.accept().await {
        let hub = Arc::clone(&hub);
        tokio::spawn(async move {
            if let Some(socket) = handshake(socket).await {
                // A fresh task: this one has the size of the handshake.
                tokio::spawn(serve(socket, hub, is_batched));
            }
        });
    }
}

async fn handshake(socket: TcpStream) -> Option<WebSocketStream<TcpStream>> {
    socket.set_nodelay(true).ok()?;
    let config = WebSocketConfig::default().read_buffer_size(4096);
    #[allow(clippy::result_large_err, reason = "the signature is the library's")]
    let accept = |_: &Request, mut response: Response| {
        let protocol = HeaderValue::from_static(mego::wire::SUBPROTOCOL);
        response.headers_mut().insert(SEC_WEBSOCKET_PROTOCOL, protocol);
        Ok(response)
    };
    tokio_tungstenite::accept_hdr_async_with_config(socket, accept, Some(config))
        .await
        .ok()
}

async fn serve(socket: WebSocketStream<TcpStream>, hub: Arc<Hub>, is_batched: bool) {
    let mut connection = Connection {
        socket,
        hub,
        inbox: None,
        out: BytesMut::new(),
        is_batched,
        is_drained: false,
        is_flushed: true,
    };
    poll_fn(|cx| connection.poll(cx)).await;
    if let Some(inbox) = &connection.inbox {
        connection.hub.leave(inbox);
    }
}

struct Connection {
    socket: WebSocketStream<TcpStream>,
    hub: Arc<Hub>,
    /// Most connections do not listen.
    inbox: Option<Arc<Inbox>>,
    /// Replies go here; tungstenite copies each message that is split off, and gives the memory back.
    out: BytesMut,
    /// All replies of a batch go into one message, instead of a message each.
    is_batched: bool,
    /// The last attempt to read ended in waiting, so that only the socket can bring news.
    is_drained: bool,
    is_flushed: bool,
}

impl Connection {
    /// Ends with the connection, however that ends.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            if !self.is_flushed {
                if ready!(Pin::new(&mut self.socket).poll_flush(cx)).is_err() {
                    return Poll::Ready(());
                }
                self.is_flushed = true;
            }
            while let Poll::Ready(message) = self.poll_message(cx) {
                let Some(()) = message.and_then(|message| self.answer(&message)) else {
                    return Poll::Ready(());
                };
            }
            if self.deliver(cx).is_none() {
                return Poll::Ready(());
            }
            if self.is_batched && !self.out.is_empty() && self.send().is_none() {
                return Poll::Ready(());
            }
            if self.is_flushed {
                return Poll::Pending;
            }
        }
    }

    fn poll_message(&mut self, cx: &mut Context<'_>) -> Poll<Option<Bytes>> {
        if self.is_drained {
            // An error is found again by the read that follows.
            let _ = ready!(self.socket.get_ref().poll_read_ready(cx));
            self.is_drained = false;
        }
        match Pin::new(&mut self.socket).poll_next(cx) {
            Poll::Ready(Some(Ok(Message::Binary(message)))) => Poll::Ready(Some(message)),
            Poll::Ready(_) => Poll::Ready(None),
            Poll::Pending => {
                self.is_drained = true;
                Poll::Pending
            }
        }
    }

    /// Writes the events that wait.
    fn deliver(&mut self, cx: &mut Context<'_>) -> Option<()> {
        if let Some(inbox) = &self.inbox {
            inbox.register(cx.waker());
        }
        while let Some(event) = self.inbox.as_ref().and_then(|inbox| inbox.pop()) {
            self.out.put_slice(&[0x93, 34, SUBSCRIPTION]);
            self.out.put_slice(&event);
            if !self.is_batched {
                self.send()?;
            }
        }
        Some(())
    }

    fn answer(&mut self, message: &[u8]) -> Option<()> {
        match rmp_serde::from_slice(message).ok()? {
            Call::Hello => self.out.put_slice(&[0x92, 0x01, 0x80]),
            Call::Sub { id } => {
                let inbox = self.inbox.get_or_insert_default();
                self.hub.join(inbox);
                self.out
                    .put_slice(&[0x93, 18, id, 0x81, 0xa1, b'u', SUBSCRIPTION]);
            }
            Call::Start { id, n } => {
                for _ in 0..n {
                    self.hub.emit(&Note::sample())?;
                }
                self.ok(id, &())?;
            }
            Call::Sum { id, a, b } => self.ok(id, &a.wrapping_add(b))?,
            Call::Echo { id, object } => self.ok(id, &object)?,
        }
        if self.is_batched { Some(()) } else { self.send() }
    }

    fn ok<T: Serialize>(&mut self, id: u32, result: &T) -> Option<()> {
        let mut serializer = Serializer::new((&mut self.out).writer()).with_struct_map();
        (18_u8, id, result).serialize(&mut serializer).ok()
    }

    fn send(&mut self) -> Option<()> {
        let message = Message::Binary(self.out.split().freeze());
        self.is_flushed = false;
        Pin::new(&mut self.socket).start_send(message).ok()
    }
}

/// The number of the one subscription that a connection has.
const SUBSCRIPTION: u8 = 1;

/// A frame of the client, decoded in one pass: the method is known before its parameters.
enum Call {
    Hello,
    /// There is one event and one channel. The id comes before all calls, and is one byte.
    Sub {
        id: u8,
    },
    Start {
        id: u32,
        n: u32,
    },
    Sum {
        id: u32,
        a: i32,
        b: i32,
    },
    Echo {
        id: u32,
        object: Object,
    },
}

#[derive(Deserialize)]
struct Sum {
    a: i32,
    b: i32,
}

#[derive(Deserialize)]
struct Echo {
    object: Object,
}

#[derive(Deserialize)]
struct Start {
    n: u32,
}

impl<'de> Deserialize<'de> for Call {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Call, D::Error> {
        deserializer.deserialize_seq(CallVisitor)
    }
}

struct CallVisitor;

impl<'de> Visitor<'de> for CallVisitor {
    type Value = Call;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a frame")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut fields: A) -> Result<Call, A::Error> {
        match field::<u8, A>(&mut fields)? {
            0 => {
                field::<IgnoredAny, A>(&mut fields)?;
                Ok(Call::Hello)
            }
            16 => {
                let id = field(&mut fields)?;
                match field(&mut fields)? {
                    "sum" => {
                        let Sum { a, b } = field(&mut fields)?;
                        Ok(Call::Sum { id, a, b })
                    }
                    "echo" => {
                        let Echo { object } = field(&mut fields)?;
                        Ok(Call::Echo { id, object })
                    }
                    "start" => {
                        let Start { n } = field(&mut fields)?;
                        Ok(Call::Start { id, n })
                    }
                    _ => Err(A::Error::custom("no such method")),
                }
            }
            32 => {
                let id = field(&mut fields)?;
                field::<IgnoredAny, A>(&mut fields)?;
                field::<IgnoredAny, A>(&mut fields)?;
                Ok(Call::Sub { id })
            }
            _ => Err(A::Error::custom("no such kind")),
        }
    }
}

fn field<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(fields: &mut A) -> Result<T, A::Error> {
    fields
        .next_element()?
        .ok_or_else(|| A::Error::custom("too short"))
}
