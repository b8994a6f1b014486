//! A client for tests: raw frames over the in-memory transport, so that a test sees what a stranger's client would.

pub mod types;

use bytes::Bytes;
use mego::transport::memory::{MemoryClient, MemoryServer, Received};
use mego::wire::{self, CallOptions, CloseCode, ErrFrame, Frame, Frames, Hello, RawParams};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// One connection of a test.
#[derive(Debug)]
pub struct Client {
    connection: MemoryClient,
    next_id: u32,
    /// Frames that have arrived and were not asked for yet.
    inbox: Vec<Owned>,
}

/// A frame of the server, owned.
#[derive(Clone, Debug, PartialEq)]
pub enum Owned {
    /// Welcome, with the session's id.
    Welcome(String),
    /// Ok.
    Ok {
        /// The call.
        id: u32,
        /// The result.
        result: Vec<u8>,
    },
    /// Err.
    Err(Failure),
    /// Ping.
    Ping,
    /// Pong, with its value.
    Pong(Option<Vec<u8>>),
    /// GoAway, with its window in milliseconds.
    GoAway(Option<u64>),
    /// One item of a stream.
    Item {
        /// The call.
        id: u32,
        /// The item.
        value: Vec<u8>,
    },
    /// The end of a stream.
    End(u32),
    /// An event on a subscription.
    Event {
        /// The subscription.
        subscription: u64,
        /// What it carries.
        data: Vec<u8>,
    },
    /// An event for this session alone.
    EventTo {
        /// Its name.
        event: String,
        /// The channel.
        channel: String,
        /// What it carries.
        data: Vec<u8>,
    },
    /// The state of a subscription: its number and the state's.
    SubState(u64, u64),
    /// The connection was closed.
    Closed(CloseCode),
}

/// What an Err frame says.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// The call.
    pub id: u32,
    /// The status code.
    pub code: u64,
    /// The message.
    pub message: String,
    /// The data.
    pub data: Option<Vec<u8>>,
    /// Whether the framework failed.
    pub is_fault: bool,
    /// The incident.
    pub incident: Option<String>,
    /// After how many milliseconds to try again.
    pub retry_after_ms: Option<u64>,
}

impl Failure {
    fn new(err: &ErrFrame<'_>) -> Failure {
        Failure {
            id: err.id,
            code: err.code,
            message: err.message.to_owned(),
            data: err.data.map(<[u8]>::to_vec),
            is_fault: err.is_fault,
            incident: err.incident.map(str::to_owned),
            retry_after_ms: err.retry_after_ms,
        }
    }

    /// The data as a type.
    ///
    /// # Panics
    /// When there is none, or it is something else.
    #[must_use]
    pub fn data<T: DeserializeOwned>(&self) -> T {
        wire::decode(self.data.as_deref().expect("the error has data")).expect("the data has this type")
    }
}

/// What a message of the server holds.
fn frames(message: &Bytes) -> Vec<Owned> {
    Frames::new(message)
        .map(
            |frame| match frame.expect("the server sends well-formed frames") {
                Frame::Welcome(welcome) => Owned::Welcome(welcome.session.to_owned()),
                Frame::Ok { id, result } => Owned::Ok {
                    id,
                    result: result.to_vec(),
                },
                Frame::Err(err) => Owned::Err(Failure::new(&err)),
                Frame::Ping { .. } => Owned::Ping,
                Frame::Pong { value } => Owned::Pong(value.map(<[u8]>::to_vec)),
                Frame::GoAway { window_ms, .. } => Owned::GoAway(window_ms),
                Frame::Item { id, value } => Owned::Item {
                    id,
                    value: value.to_vec(),
                },
                Frame::End { id, .. } => Owned::End(id),
                Frame::Event {
                    subscription, data, ..
                } => Owned::Event {
                    subscription,
                    data: data.to_vec(),
                },
                Frame::EventTo {
                    event, channel, data, ..
                } => Owned::EventTo {
                    event: event.to_owned(),
                    channel: channel.to_owned(),
                    data: data.to_vec(),
                },
                Frame::SubState {
                    subscription, state, ..
                } => Owned::SubState(subscription, state),
                other => panic!("not a frame that these tests expect: {other:?}"),
            },
        )
        .collect()
}

impl Client {
    /// Connects and says nothing.
    #[must_use]
    pub fn silent(server: &MemoryServer) -> Client {
        Client {
            connection: server.connect(),
            next_id: 1,
            inbox: Vec::new(),
        }
    }

    /// Connects and is welcome.
    ///
    /// # Panics
    /// When it is not.
    pub async fn connect(server: &MemoryServer) -> Client {
        Client::connect_with(
            server,
            Hello {
                version: 1,
                ..Hello::default()
            },
        )
        .await
    }

    /// Connects with this Hello and is welcome.
    ///
    /// # Panics
    /// When it is not.
    pub async fn connect_with(server: &MemoryServer, hello: Hello<'_>) -> Client {
        let mut client = Client::silent(server);
        client.send(&Frame::Hello(Box::new(hello)));
        let welcome = client.receive().await;
        assert!(matches!(welcome, Owned::Welcome(_)), "{welcome:?}");
        client
    }

    /// Sends one frame in a message of its own.
    pub fn send(&self, frame: &Frame<'_>) {
        let mut message = Vec::new();
        frame.write(&mut message);
        self.connection.send(message);
    }

    /// Sends these bytes as a message.
    pub fn send_bytes(&self, message: impl Into<Bytes>) {
        self.connection.send(message);
    }

    /// Sends a text message.
    pub fn send_text(&self) {
        self.connection.send_text();
    }

    /// Sends a call and gives its id.
    ///
    /// # Panics
    /// When the parameters cannot be encoded.
    pub fn start(&mut self, method: &str, params: impl Serialize) -> u32 {
        self.start_with(method, params, CallOptions::default())
    }

    /// Sends a call with options and gives its id.
    ///
    /// # Panics
    /// When the parameters cannot be encoded.
    pub fn start_with(&mut self, method: &str, params: impl Serialize, options: CallOptions<'_>) -> u32 {
        let id = self.next_id;
        self.next_id += 2;
        let params = wire::encode(&params).expect("parameters can be encoded");
        let params = RawParams::new(&params).expect("what was encoded is one value");
        self.send(&Frame::Call {
            id,
            method,
            params,
            options,
        });
        id
    }

    /// The id of a frame that is not a call.
    pub fn next_id(&mut self) -> u32 {
        self.next_id += 2;
        self.next_id - 2
    }

    /// Subscribes and gives the number.
    ///
    /// # Errors
    /// What the server answers.
    ///
    /// # Panics
    /// When the answer is none.
    pub async fn subscribe(&mut self, event: &str, channel: &str) -> Result<u64, Failure> {
        #[derive(serde::Deserialize)]
        struct Subscribed {
            u: u64,
        }
        let id = self.next_id();
        self.send(&Frame::Sub { id, event, channel });
        let answer = self.answer(id).await?;
        Ok(wire::decode::<Subscribed>(&answer).expect("a number").u)
    }

    /// Ends a subscription.
    ///
    /// # Errors
    /// What the server answers.
    pub async fn unsubscribe(&mut self, subscription: u64) -> Result<(), Failure> {
        let id = self.next_id();
        self.send(&Frame::Unsub { id, subscription });
        self.answer(id).await.map(drop)
    }

    /// What has arrived by now, without waiting: everybody else gets their turn first.
    pub async fn arrived(&mut self) -> Vec<Owned> {
        for _ in 0..32 {
            tokio::task::yield_now().await;
        }
        let mut all = std::mem::take(&mut self.inbox);
        while let Some(received) = self.connection.try_receive() {
            match received {
                Received::Message(message) => all.extend(frames(&message)),
                Received::Closed { code, .. } => all.push(Owned::Closed(code)),
            }
        }
        all
    }

    /// Sends a Notify.
    ///
    /// # Panics
    /// When the parameters cannot be encoded.
    pub fn notify(&self, method: &str, params: impl Serialize) {
        let params = wire::encode(&params).expect("parameters can be encoded");
        let params = RawParams::new(&params).expect("what was encoded is one value");
        self.send(&Frame::Notify {
            method,
            params,
            options: CallOptions::default(),
        });
    }

    /// The next frame, or the close.
    ///
    /// # Panics
    /// When the connection is gone without a close.
    pub async fn receive(&mut self) -> Owned {
        while self.inbox.is_empty() {
            match self.connection.receive().await.expect("the connection is open") {
                Received::Message(message) => self.inbox = frames(&message),
                Received::Closed { code, .. } => return Owned::Closed(code),
            }
        }
        self.inbox.remove(0)
    }

    /// The close code, after whatever else comes before it.
    pub async fn closed(&mut self) -> CloseCode {
        loop {
            if let Owned::Closed(code) = self.receive().await {
                return code;
            }
        }
    }

    /// The answer to a call; other frames that come before it are kept.
    ///
    /// # Panics
    /// When the connection is closed first.
    pub async fn answer(&mut self, id: u32) -> Result<Vec<u8>, Failure> {
        let mut others = Vec::new();
        let answer = loop {
            match self.receive().await {
                Owned::Ok { id: other, result } if other == id => break Ok(result),
                Owned::Err(failure) if failure.id == id => break Err(failure),
                Owned::Closed(code) => panic!("the server closed with {code} before it answered call {id}"),
                other => others.push(other),
            }
        };
        others.append(&mut self.inbox);
        self.inbox = others;
        answer
    }

    /// Calls and decodes the result.
    ///
    /// # Errors
    /// What the server answers.
    ///
    /// # Panics
    /// When the result is of another type.
    pub async fn call<T: DeserializeOwned>(
        &mut self,
        method: &str,
        params: impl Serialize,
    ) -> Result<T, Failure> {
        let id = self.start(method, params);
        self.answer(id)
            .await
            .map(|result| wire::decode(&result).expect("the result has this type"))
    }
}
