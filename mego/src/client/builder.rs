//! How a client is set up.

use std::fmt;
use std::future::ready;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde::Serialize;
use tokio::sync::{mpsc, oneshot, watch};

use super::connect::{Address, Connector, Introduction};
use super::error::ConnectError;
use super::state::{BackOff, ConnectionState, WhenOffline};
use super::worker::{Settings, Shown, Worker};
use super::{Client, Inner};
use crate::error::{Error, Result};
use crate::transport::memory::MemoryClient;
use crate::wire;

/// Sets a client up: [`Client::builder`] and [`Client::in_memory`] make it.
///
/// ```no_run
/// use std::time::Duration;
/// use mego::client::{Client, WhenOffline};
///
/// # async fn fresh_token() -> mego::Result<String> { Ok(String::new()) }
/// # #[tokio::main]
/// # async fn main() -> mego::Result<()> {
/// let client = Client::builder("ws://127.0.0.1:5000/mego")
///     .token_with(fresh_token)
///     .name("importer 1.0")
///     .timeout(Duration::from_secs(10))
///     .when_offline(WhenOffline::Fail)
///     .connect()
///     .await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is connected until `connect` or `open` is called"]
pub struct Builder {
    connector: Connector,
    introduction: Introduction,
    timeout: Option<Duration>,
    when_offline: WhenOffline,
    back_off: BackOff,
}

impl Builder {
    fn new(connector: Connector) -> Builder {
        Builder {
            connector,
            introduction: Introduction::default(),
            timeout: None,
            when_offline: WhenOffline::default(),
            back_off: BackOff::default(),
        }
    }

    pub(super) fn web_socket(url: &str) -> Builder {
        Builder::new(Connector::WebSocket(Address {
            url: url.to_owned(),
            headers: Vec::new(),
            #[cfg(feature = "tls")]
            trusted: Vec::new(),
        }))
    }

    pub(super) fn memory(connect: Arc<dyn Fn() -> MemoryClient + Send + Sync>) -> Builder {
        Builder::new(Connector::Memory(connect))
    }

    /// A token that says who the client is; the server reads it as [`Session::token`](crate::Session::token).
    pub fn token(self, token: impl Into<String>) -> Builder {
        let token = token.into();
        self.token_with(move || ready(Ok(token.clone())))
    }

    /// As [`token`](Builder::token), asked for anew at each connect and by [`Client::authenticate`]. When there is none,
    /// the attempt has failed, and the next asks again.
    pub fn token_with<F, Fut>(mut self, token: F) -> Builder
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<String>> + Send + 'static,
    {
        self.introduction.token = Some(Arc::new(move || Box::pin(token())));
        self
    }

    /// The initial data of the session, as [`Engine::on_connect`](crate::Engine::on_connect) takes it.
    pub fn data<T: Serialize + ?Sized>(mut self, data: &T) -> Builder {
        let data = wire::encode(data).map_err(|error| error.to_string());
        self.introduction.data = Some(Arc::new(move || {
            let data = data.clone();
            Box::pin(ready(data.map_err(Error::internal)))
        }));
        self
    }

    /// As [`data`](Builder::data), made anew at each connect.
    pub fn data_with<T: Serialize>(mut self, data: impl Fn() -> T + Send + Sync + 'static) -> Builder {
        self.introduction.data = Some(Arc::new(move || {
            Box::pin(ready(wire::encode(&data()).map_err(Error::from)))
        }));
        self
    }

    /// Name and version of the program, for the server's log.
    pub fn name(mut self, name: impl Into<String>) -> Builder {
        self.introduction.name = Some(name.into());
        self
    }

    /// A header of the HTTP request that opens the connection. There is none in memory.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Builder {
        if let Connector::WebSocket(address) = &mut self.connector {
            address.headers.push((name.into(), value.into()));
        }
        self
    }

    /// Trusts the certificates in this PEM file, beside those that the operating system trusts, for `wss://`.
    ///
    /// They are roots: a certificate that a server shows itself has to be made without the right to sign others
    /// (`basicConstraints=critical,CA:FALSE`), or rustls refuses it with `CaUsedAsEndEntity`.
    #[cfg(feature = "tls")]
    pub fn trust(mut self, certificates: impl Into<std::path::PathBuf>) -> Builder {
        if let Connector::WebSocket(address) = &mut self.connector {
            address.trusted.push(certificates.into());
        }
        self
    }

    /// How long every call may take that does not say so itself; see [`Call::timeout`](super::Call::timeout). Without it
    /// the server's deadline holds.
    pub fn timeout(mut self, time: Duration) -> Builder {
        self.timeout = Some(time);
        self
    }

    /// What becomes of calls that are made while there is no connection; by default they wait.
    pub fn when_offline(mut self, when_offline: WhenOffline) -> Builder {
        self.when_offline = when_offline;
        self
    }

    /// How long the client waits before it connects again: a random time up to `first`, then up to twice as long each time,
    /// up to `max`; default 250 ms and 30 s. It begins anew once a connection has lasted 10 s.
    pub fn back_off(mut self, first: Duration, max: Duration) -> Builder {
        self.back_off = BackOff { first, max };
        self
    }

    /// Connects, and waits until the server has said welcome.
    ///
    /// # Errors
    /// When the first attempt fails, for whatever reason.
    pub async fn connect(self) -> Result<Client, ConnectError> {
        self.connector.check()?;
        let (first, outcome) = oneshot::channel();
        let client = self.start(Some(first));
        match outcome.await {
            Ok(outcome) => outcome.map(|()| client),
            Err(_) => Err(ConnectError::new("the client was closed")),
        }
    }

    /// Begins to connect, and comes back at once: calls wait for the connection, and it is tried for until it is there.
    ///
    /// # Errors
    /// When the address is none.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub fn open(self) -> Result<Client, ConnectError> {
        self.connector.check()?;
        Ok(self.start(None))
    }

    pub(super) fn start(self, first: Option<oneshot::Sender<Result<(), ConnectError>>>) -> Client {
        let (commands, received) = mpsc::unbounded_channel();
        let shown = Shown {
            state: Arc::new(watch::Sender::new(ConnectionState::Connecting)),
            session: Arc::new(Mutex::new(None)),
        };
        let token = self.introduction.token.clone();
        let settings = Settings {
            connector: self.connector,
            introduction: self.introduction,
            back_off: self.back_off,
            when_offline: self.when_offline,
        };
        tokio::spawn(Worker::new(settings, shown.clone(), received, first).run());
        Client(Arc::new(Inner {
            commands,
            last_key: AtomicU64::new(0),
            shown,
            timeout: self.timeout,
            token,
        }))
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The token, and what headers say, may be secret.
        f.debug_struct("Builder")
            .field("timeout", &self.timeout)
            .field("when_offline", &self.when_offline)
            .field("back_off", &self.back_off)
            .finish_non_exhaustive()
    }
}
