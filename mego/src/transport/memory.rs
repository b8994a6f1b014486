//! Messages within one process: a server without a socket, for tests.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::task::AtomicWaker;
use tokio::sync::mpsc;

use super::{Gone, Incoming, Transport};
use crate::connection::Connection;
use crate::handle::Handle;
use crate::server::Server;
use crate::session::ClientInfo;
use crate::wire::CloseCode;

/// A server that is reached without a socket. [`Engine::in_memory`](crate::Engine::in_memory) makes it.
///
/// A message holds frames, as [`wire`](crate::wire) reads and writes them:
///
/// ```
/// use mego::prelude::*;
/// use mego::transport::memory::Received;
/// use mego::wire::{self, CallOptions, Frame, Frames, Hello, RawParams};
///
/// #[mego::method]
/// async fn sum(a: i32, b: i32) -> i32 {
///     a + b
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> mego::Result<()> {
/// let server = Engine::new().register(methods![sum]).in_memory()?;
/// let mut client = server.connect();
///
/// // Hello and a call in one message; ids of a client are odd and grow.
/// let params = wire::encode(&(1, 2))?;
/// let call = Frame::Call { id: 1, method: "sum", params: RawParams::new(&params)?, options: CallOptions::default() };
/// let mut message = Vec::new();
/// Frame::Hello(Box::new(Hello { version: wire::VERSION, ..Hello::default() })).write(&mut message);
/// call.write(&mut message);
/// client.send(message);
///
/// let Some(Received::Message(message)) = client.receive().await else { panic!("closed") };
/// let frames: Vec<_> = Frames::new(&message).collect::<Result<_, _>>()?;
/// assert!(matches!(frames.as_slice(), [Frame::Welcome(_), Frame::Ok { id: 1, result: [3] }]));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct MemoryServer(Arc<Server>);

impl MemoryServer {
    pub(crate) fn new(server: Arc<Server>) -> MemoryServer {
        MemoryServer(server)
    }

    /// The handle of the engine.
    #[must_use]
    pub fn handle(&self) -> Handle {
        self.0.handle()
    }

    /// Opens a connection. It is served by a task on the current runtime.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    #[must_use]
    pub fn connect(&self) -> MemoryClient {
        let (to_server, from_client) = mpsc::unbounded_channel();
        let (to_client, from_server) = mpsc::unbounded_channel();
        let pipe = Arc::new(Pipe::default());
        let transport = Memory {
            incoming: from_client,
            outgoing: to_client,
            pipe: Arc::clone(&pipe),
            limit: self.0.limits().message,
            is_closed: false,
        };
        tokio::spawn(Connection::new(transport, Arc::clone(&self.0), ClientInfo::default()).run());
        MemoryClient {
            outgoing: to_server,
            incoming: from_server,
            pipe,
        }
    }
}

impl fmt::Debug for MemoryServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MemoryServer").finish()
    }
}

/// Bytes that are on the way to a client: like a socket's buffer, it makes a server wait for a client that does not read.
#[derive(Debug, Default)]
struct Pipe {
    bytes: AtomicUsize,
    waker: AtomicWaker,
}

/// As much as the kernel holds for a socket, roughly.
const PIPE_SIZE: usize = 64 * 1024;

/// The client's end of a connection in memory. Dropping it is what a lost connection is to a socket.
#[derive(Debug)]
pub struct MemoryClient {
    outgoing: mpsc::UnboundedSender<Sent>,
    incoming: mpsc::UnboundedReceiver<Received>,
    pipe: Arc<Pipe>,
}

/// What a client sends.
#[derive(Debug)]
enum Sent {
    Message(Bytes),
    Text,
}

/// What a client receives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Received {
    /// A message with frames.
    Message(Bytes),
    /// The server closed the connection.
    Closed {
        /// The close code.
        code: CloseCode,
        /// Why, for people.
        reason: String,
    },
}

impl MemoryClient {
    /// Sends a message. Nothing happens when the server has closed.
    pub fn send(&self, message: impl Into<Bytes>) {
        let _ = self.outgoing.send(Sent::Message(message.into()));
    }

    /// Sends a text message, which the protocol does not have.
    pub fn send_text(&self) {
        let _ = self.outgoing.send(Sent::Text);
    }

    /// The next message, or nothing when the connection is gone.
    pub async fn receive(&mut self) -> Option<Received> {
        let received = self.incoming.recv().await;
        self.taken(received.as_ref());
        received
    }

    /// The next message, if one is there.
    pub fn try_receive(&mut self) -> Option<Received> {
        let received = self.incoming.try_recv().ok();
        self.taken(received.as_ref());
        received
    }

    fn taken(&self, received: Option<&Received>) {
        if let Some(Received::Message(message)) = received {
            self.pipe.bytes.fetch_sub(message.len(), Ordering::AcqRel);
            self.pipe.waker.wake();
        }
    }
}

/// A connection whose server is played by hand, frame by frame: for tests of clients.
///
/// ```
/// use mego::transport::memory::{self, Received};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let (mut client, mut server) = memory::pair();
/// client.send(vec![1]);
/// assert_eq!(server.receive().await.unwrap(), [1].as_slice());
/// server.send(vec![2]);
/// assert_eq!(client.receive().await, Some(Received::Message(vec![2].into())));
/// # }
/// ```
#[must_use]
pub fn pair() -> (MemoryClient, MemoryPeer) {
    let (to_server, from_client) = mpsc::unbounded_channel();
    let (to_client, from_server) = mpsc::unbounded_channel();
    let pipe = Arc::new(Pipe::default());
    let client = MemoryClient {
        outgoing: to_server,
        incoming: from_server,
        pipe: Arc::clone(&pipe),
    };
    let peer = MemoryPeer {
        incoming: from_client,
        outgoing: to_client,
        pipe,
    };
    (client, peer)
}

/// The server's end of a [`pair`]. Dropping it is what a lost connection is to a socket.
#[derive(Debug)]
pub struct MemoryPeer {
    incoming: mpsc::UnboundedReceiver<Sent>,
    outgoing: mpsc::UnboundedSender<Received>,
    pipe: Arc<Pipe>,
}

impl MemoryPeer {
    /// Sends a message to the client.
    pub fn send(&self, message: impl Into<Bytes>) {
        let message = message.into();
        self.pipe.bytes.fetch_add(message.len(), Ordering::AcqRel);
        let _ = self.outgoing.send(Received::Message(message));
    }

    /// Closes the connection.
    pub fn close(self, code: CloseCode, reason: impl Into<String>) {
        let reason = reason.into();
        let _ = self.outgoing.send(Received::Closed { code, reason });
    }

    /// The next message of the client, empty for a text message; nothing when it is gone.
    pub async fn receive(&mut self) -> Option<Bytes> {
        self.incoming.recv().await.map(|sent| match sent {
            Sent::Message(message) => message,
            Sent::Text => Bytes::new(),
        })
    }
}

struct Memory {
    incoming: mpsc::UnboundedReceiver<Sent>,
    outgoing: mpsc::UnboundedSender<Received>,
    pipe: Arc<Pipe>,
    limit: usize,
    is_closed: bool,
}

impl Transport for Memory {
    fn poll_receive(&mut self, cx: &mut Context<'_>) -> Poll<Incoming> {
        if self.is_closed {
            return Poll::Ready(Incoming::Closed);
        }
        self.incoming.poll_recv(cx).map(|sent| match sent {
            Some(Sent::Message(message)) if message.len() > self.limit => Incoming::TooBig,
            Some(Sent::Message(message)) => Incoming::Message(message),
            Some(Sent::Text) => Incoming::Text,
            None => Incoming::Closed,
        })
    }

    fn send(&mut self, message: Bytes) {
        self.pipe.bytes.fetch_add(message.len(), Ordering::AcqRel);
        let _ = self.outgoing.send(Received::Message(message));
    }

    fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Gone>> {
        self.pipe.waker.register(cx.waker());
        if self.outgoing.is_closed() {
            return Poll::Ready(Err(Gone));
        }
        if self.pipe.bytes.load(Ordering::Acquire) > PIPE_SIZE {
            return Poll::Pending;
        }
        Poll::Ready(Ok(()))
    }

    fn close(&mut self, code: CloseCode, reason: &str) {
        self.is_closed = true;
        let _ = self.outgoing.send(Received::Closed {
            code,
            reason: reason.to_owned(),
        });
    }
}

impl Drop for MemoryClient {
    fn drop(&mut self) {
        self.incoming.close();
        self.pipe.waker.wake();
    }
}
