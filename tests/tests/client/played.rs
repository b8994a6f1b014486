//! A server that a test plays by hand, and a line to a real one that can be cut.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use mego::client::{Builder, Client, ConnectionState};
use mego::transport::memory::{self, MemoryPeer, MemoryServer, Received};
use mego::wire::{self, CloseCode, ErrFrame, Frame, Frames, Welcome, WelcomeLimits};
use tokio::sync::{mpsc, watch};
use tokio::task::AbortHandle;

/// The connections of a client, as they are made.
pub(crate) struct Connections(mpsc::UnboundedReceiver<MemoryPeer>);

/// A client whose connections the test plays the server of.
pub(crate) fn played() -> (Builder, Connections) {
    let (peers, connections) = mpsc::unbounded_channel();
    let builder = Client::over(move || {
        let (client, peer) = memory::pair();
        peers.send(peer).unwrap();
        client
    });
    (builder, Connections(connections))
}

impl Connections {
    /// The next connection, before its Hello.
    pub(crate) async fn next(&mut self) -> Played {
        Played {
            peer: self.0.recv().await.unwrap(),
            inbox: VecDeque::new(),
        }
    }

    /// The next connection, welcomed.
    pub(crate) async fn welcomed(&mut self) -> Played {
        let mut played = self.next().await;
        assert!(matches!(played.next().await, Said::Hello { .. }));
        played.welcome(WelcomeLimits::default());
        played
    }

    /// Whether the client has not connected.
    pub(crate) fn is_empty(&mut self) -> bool {
        self.0.try_recv().is_err()
    }
}

/// One connection of a client.
pub(crate) struct Played {
    peer: MemoryPeer,
    inbox: VecDeque<Said>,
}

/// What a client said.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Said {
    Hello {
        token: Option<String>,
        data: Option<Vec<u8>>,
        name: Option<String>,
    },
    Call {
        id: u32,
        method: String,
        deadline: Option<u64>,
        credit: Option<u64>,
    },
    Notify(String),
    Cancel(u32),
    Credit(u32, u64),
    Auth(u32, String),
    Sub(u32, String, String),
    Unsub(u32, u64),
    Pong(Option<Vec<u8>>),
}

impl Said {
    /// The id of a call of this method.
    pub(crate) fn call(self, expected: &str) -> u32 {
        match self {
            Said::Call { id, method, .. } if method == expected => id,
            other => panic!("expected a call of {expected}, not {other:?}"),
        }
    }
}

fn said(frame: Frame<'_>) -> Said {
    match frame {
        Frame::Hello(hello) => Said::Hello {
            token: hello.token.map(str::to_owned),
            data: hello.data.map(<[u8]>::to_vec),
            name: hello.client.map(str::to_owned),
        },
        Frame::Call {
            id, method, options, ..
        } => Said::Call {
            id,
            method: method.to_owned(),
            deadline: options.deadline_ms,
            credit: options.credit,
        },
        Frame::Notify { method, .. } => Said::Notify(method.to_owned()),
        Frame::Cancel { id, .. } => Said::Cancel(id),
        Frame::Credit { id, items } => Said::Credit(id, items),
        Frame::Auth { id, token } => Said::Auth(id, token.to_owned()),
        Frame::Sub { id, event, channel } => Said::Sub(id, event.to_owned(), channel.to_owned()),
        Frame::Unsub { id, subscription } => Said::Unsub(id, subscription),
        Frame::Pong { value } => Said::Pong(value.map(<[u8]>::to_vec)),
        other => panic!("not a frame that a client sends: {other:?}"),
    }
}

impl Played {
    /// The next frame of the client.
    pub(crate) async fn next(&mut self) -> Said {
        self.try_next().await.expect("the client is there")
    }

    /// The next frame of the client, or nothing when it is gone.
    pub(crate) async fn try_next(&mut self) -> Option<Said> {
        while self.inbox.is_empty() {
            let message = self.peer.receive().await?;
            self.inbox
                .extend(Frames::new(&message).map(|frame| said(frame.unwrap())));
        }
        self.inbox.pop_front()
    }

    pub(crate) fn send(&self, frame: &Frame<'_>) {
        let mut message = Vec::new();
        frame.write(&mut message);
        self.peer.send(message);
    }

    pub(crate) fn send_bytes(&self, message: &[u8]) {
        self.peer.send(message.to_vec());
    }

    pub(crate) fn welcome(&self, limits: WelcomeLimits) {
        self.send(&Frame::Welcome(Box::new(Welcome {
            version: 1,
            session: "played",
            ping_interval_ms: 25_000,
            limits,
            ..Welcome::default()
        })));
    }

    pub(crate) fn ok(&self, id: u32, result: &impl serde::Serialize) {
        let result = wire::encode(result).unwrap();
        self.send(&Frame::Ok { id, result: &result });
    }

    pub(crate) fn fail(&self, id: u32, code: u64) {
        self.send(&Frame::Err(Box::new(ErrFrame {
            id,
            code,
            message: "no",
            is_fault: true,
            ..ErrFrame::default()
        })));
    }

    pub(crate) fn item(&self, id: u32, value: u8) {
        self.send(&Frame::Item { id, value: &[value] });
    }

    pub(crate) fn event(&self, subscription: u64, event: &impl serde::Serialize) {
        let data = wire::encode(event).unwrap();
        self.send(&Frame::Event {
            subscription,
            data: &data,
            offset: None,
        });
    }

    pub(crate) fn close(self, code: u16) {
        self.peer.close(CloseCode(code), "played");
    }
}

/// A line to a server that can be cut.
#[derive(Clone)]
pub(crate) struct Line(Arc<LineInner>);

struct LineInner {
    server: MemoryServer,
    pumps: Mutex<Vec<AbortHandle>>,
    connections: AtomicUsize,
}

impl Line {
    pub(crate) fn to(server: &MemoryServer) -> Line {
        Line(Arc::new(LineInner {
            server: server.clone(),
            pumps: Mutex::default(),
            connections: AtomicUsize::new(0),
        }))
    }

    pub(crate) fn client(&self) -> Client {
        let line = self.clone();
        Client::over(move || line.connect()).open().unwrap()
    }

    /// How often the client has connected.
    pub(crate) fn connections(&self) -> usize {
        self.0.connections.load(Ordering::Relaxed)
    }

    /// What happens to a socket whose cable is pulled out, once both sides have noticed.
    pub(crate) fn cut(&self) {
        self.0
            .pumps
            .lock()
            .unwrap()
            .drain(..)
            .for_each(|pump| pump.abort());
    }

    fn connect(&self) -> memory::MemoryClient {
        self.0.connections.fetch_add(1, Ordering::Relaxed);
        let (client, mut peer) = memory::pair();
        let mut server = self.0.server.connect();
        let pump = tokio::spawn(async move {
            loop {
                tokio::select! {
                    message = peer.receive() => match message {
                        Some(message) => server.send(message),
                        None => return,
                    },
                    received = server.receive() => match received {
                        Some(Received::Message(message)) => peer.send(message),
                        Some(Received::Closed { code, reason }) => return peer.close(code, reason),
                        None => return,
                    },
                }
            }
        });
        self.0.pumps.lock().unwrap().push(pump.abort_handle());
        client
    }
}

/// Waits for a state, and gives it.
pub(crate) async fn reached(
    states: &mut watch::Receiver<ConnectionState>,
    wanted: impl Fn(&ConnectionState) -> bool,
) -> ConnectionState {
    states.wait_for(|state| wanted(state)).await.unwrap().clone()
}

pub(crate) fn is_connected(state: &ConnectionState) -> bool {
    *state == ConnectionState::Connected
}

pub(crate) fn is_reconnecting(state: &ConnectionState) -> bool {
    matches!(state, ConnectionState::Reconnecting { .. })
}

pub(crate) fn is_closed(state: &ConnectionState) -> bool {
    matches!(state, ConnectionState::Closed { .. })
}
