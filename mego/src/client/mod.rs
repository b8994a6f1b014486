//! The client for programs in Rust: tests, tools, and servers that call other servers.
//!
//! It calls the annotated functions themselves: [`call!`](crate::call!) takes the types of the parameters and of the
//! result from the function, and nothing is generated. A [`Client`] connects again by itself, and subscribes again to
//! what it was subscribed to.
//!
//! ```
//! use mego::prelude::*;
//!
//! /// Somebody wrote in a room.
//! #[mego::event(channel = "room:{room}")]
//! struct NewMessage {
//!     text: String,
//! }
//!
//! /// Writes in a room.
//! #[mego::method]
//! async fn say(handle: Handle, room: u32, text: String) {
//!     handle.to(&format!("room:{room}")).emit(&NewMessage { text });
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> mego::Result<()> {
//! let engine = Engine::new().register(methods![say]).register(mego::events![NewMessage]);
//! // Over a socket: `Client::connect("ws://127.0.0.1:5000/mego").await?`
//! let client = engine.in_memory()?.client();
//!
//! let mut messages = client.subscribe::<NewMessage>("room:42").await?;
//! // `handle` is the server's own, and is not given.
//! mego::call!(client, say, 42, "hello".to_owned()).await?;
//! assert_eq!(messages.next().await.unwrap().text, "hello");
//! # Ok(())
//! # }
//! ```
//!
//! # What becomes of calls
//!
//! A call is sent when it is awaited, and dropping it tells the server to stop. While there is no connection, calls wait
//! for one ([`WhenOffline`]). Those that were sent when a connection is lost fail with [`CallError::Disconnected`], for
//! nobody knows whether they were executed; only methods that are `idempotent` are called again. No more calls are in
//! flight than the server takes at once: further ones wait.

mod builder;
mod call;
mod connect;
mod error;
mod link;
mod listener;
mod prepared;
mod request;
mod state;
mod stream;
mod subscription;
#[cfg(feature = "tls")]
mod tls;
mod topics;
#[doc(hidden)]
pub(crate) mod typed;
mod worker;

use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::{mpsc, oneshot, watch};

pub use self::builder::Builder;
pub use self::call::{Call, Calling};
use self::connect::Ask;
pub use self::error::{CallError, ConnectError, Fault};
pub use self::listener::{Ended, Overflow};
use self::prepared::{Params, Prepared};
use self::request::{Command, Reply, Request, What};
pub use self::state::{ConnectionState, WhenOffline};
pub use self::stream::StreamCall;
pub use self::subscription::{ChannelEvent, Events, Subscribing, Subscription, Update};
use self::worker::Shown;
use crate::event::Event;
use crate::transport::memory::{MemoryClient, MemoryServer};

/// A client of a Mego server. Cheap to clone; all clones share one connection, which ends with the last of them and of
/// what they made.
///
/// See the [module](self) for examples.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    commands: mpsc::UnboundedSender<Command>,
    last_key: AtomicU64,
    shown: Shown,
    timeout: Option<Duration>,
    token: Option<Ask<String>>,
}

impl Client {
    /// Connects to `ws://host:port/path`. The path is `/mego` where the server has not set another.
    ///
    /// # Errors
    /// When the first attempt fails. Later, a connection that is lost is replaced by itself.
    pub async fn connect(url: &str) -> Result<Client, ConnectError> {
        Client::builder(url).connect().await
    }

    /// As [`connect`](Client::connect), with a token, timeouts and the like.
    pub fn builder(url: &str) -> Builder {
        Builder::web_socket(url)
    }

    /// A client of a server in the same process, without a socket. [`MemoryServer::client`] is short for one without
    /// options.
    pub fn in_memory(server: &MemoryServer) -> Builder {
        let server = server.clone();
        Client::over(move || server.connect())
    }

    /// A client over connections in memory that this function makes, each time it has to connect: to a server that is
    /// replaced by another, or that a test plays by hand.
    pub fn over(connect: impl Fn() -> MemoryClient + Send + Sync + 'static) -> Builder {
        Builder::memory(Arc::new(connect))
    }

    /// Calls a method by its name, with parameters that are an array or a tuple by position, or a map or a struct by
    /// name: for tools that do not know the functions. All of its errors are faults; [`Fault::code`] tells declared ones
    /// apart.
    ///
    /// ```
    /// # use mego::prelude::*;
    /// # #[mego::method]
    /// # async fn sum(a: i32, b: i32) -> i32 {
    /// #     a + b
    /// # }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> mego::Result<()> {
    /// # let client = Engine::new().register(methods![sum]).in_memory()?.client();
    /// let five: i32 = client.call_named("sum", &(2, 3)).await?;
    /// assert_eq!(five, 5);
    /// # Ok(())
    /// # }
    /// ```
    pub fn call_named<T: DeserializeOwned>(
        &self,
        method: impl Into<Cow<'static, str>>,
        params: &(impl Serialize + ?Sized),
    ) -> Call<T, Infallible> {
        Call::new(self.prepare(method.into(), params))
    }

    /// As [`call_named`](Client::call_named), for a method that answers with a stream.
    pub fn stream_named<T: DeserializeOwned>(
        &self,
        method: impl Into<Cow<'static, str>>,
        params: &(impl Serialize + ?Sized),
    ) -> StreamCall<T, Infallible> {
        StreamCall::new(self.prepare(method.into(), params))
    }

    /// Calls a method by its name and wants no answer, not even an error. [`Call::notify`] does so with a function.
    ///
    /// # Errors
    /// When the parameters cannot be sent.
    pub fn notify(
        &self,
        method: impl Into<Cow<'static, str>>,
        params: &(impl Serialize + ?Sized),
    ) -> Result<(), CallError<Infallible>> {
        self.call_named::<()>(method, params).notify()
    }

    fn prepare(&self, method: Cow<'static, str>, params: &(impl Serialize + ?Sized)) -> Prepared {
        let mut encoded = Params::default();
        encoded.bind(params);
        Prepared {
            client: self.clone(),
            method,
            is_idempotent: false,
            params: encoded,
        }
    }

    /// Subscribes to an event on a channel. However many subscriptions a client has to one channel, the server sends each
    /// event once.
    ///
    /// # Errors
    /// A [`Fault`] with `NotFound` where there is no such channel, or the client may not subscribe to it.
    pub fn subscribe<E: Event + DeserializeOwned>(&self, channel: impl Into<Arc<str>>) -> Subscribing<E> {
        Subscribing::new(self.clone(), channel.into())
    }

    /// Every event of one kind that comes, whatever its channel: those of all subscriptions, and those that the server
    /// sends to this client alone ([`Session::emit`](crate::Session::emit)). It subscribes to nothing.
    pub fn events<E: Event + DeserializeOwned>(&self) -> Events<E> {
        Events::new(self.clone())
    }

    /// Asks for the token anew and shows it to the server on the live connection.
    ///
    /// # Errors
    /// What the server answers, or `Invalid` where the client has no token or it is not to be had.
    pub async fn authenticate(&self) -> Result<(), CallError<Infallible>> {
        let ask = self.0.token.as_ref();
        let ask = ask.ok_or_else(|| CallError::Invalid("this client has no token".to_owned()))?;
        let token = ask()
            .await
            .map_err(|error| CallError::Invalid(format!("there is no token: {error}")))?;
        let (reply, answer) = oneshot::channel();
        self.send(Request::new(
            self.next_key(),
            What::Auth { token },
            None,
            Reply::Value(reply),
        ));
        match answer.await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(failed)) => Err(failed.into_error()),
            Err(_) => Err(CallError::disconnected("the client is closed")),
        }
    }

    /// How the connection fares, now and from now on.
    #[must_use]
    pub fn state(&self) -> watch::Receiver<ConnectionState> {
        self.0.shown.state.subscribe()
    }

    /// The id that the server has given to the session; nothing while there is no connection.
    #[must_use]
    pub fn session_id(&self) -> Option<Arc<str>> {
        let session = &self.0.shown.session;
        session.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Closes the connection for good, and waits a second at the most until the server has heard of it. Calls in flight
    /// fail, and subscriptions end.
    pub async fn close(&self) {
        let (done, closed) = oneshot::channel();
        self.command(Command::Close(done));
        // Closed already, where nobody answers.
        let _ = closed.await;
    }

    fn timeout(&self) -> Option<Duration> {
        self.0.timeout
    }

    fn next_key(&self) -> u64 {
        self.0.last_key.fetch_add(1, Ordering::Relaxed) + 1
    }

    fn send(&self, request: Request) {
        self.command(Command::Send(Box::new(request)));
    }

    fn command(&self, command: Command) {
        if let Err(mpsc::error::SendError(command)) = self.0.commands.send(command) {
            let reason = match &*self.0.shown.state.borrow() {
                ConnectionState::Closed { reason, .. } => reason.clone(),
                _ => "the client is closed".to_owned(),
            };
            command.refuse(&reason);
        }
    }
}

impl MemoryServer {
    /// A client of this server. [`Client::in_memory`] makes one with options.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    #[must_use]
    pub fn client(&self) -> Client {
        Client::in_memory(self).start(None)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("state", &*self.0.shown.state.borrow())
            .finish_non_exhaustive()
    }
}

/// Calls a method by its function: `call!(client, sum, 2, 3)`.
///
/// The parameters are given in the order of the function and have their types; extractors such as
/// [`State<T>`](crate::State) and [`Session`](crate::Session) are left out, and a [`Bind<T>`](crate::Bind) takes a `T`.
/// What it gives is a [`Call`](crate::client::Call) to await, or for a function that returns a stream a
/// [`StreamCall`](crate::client::StreamCall) to iterate over, with the function's own types of results and errors. Types
/// that are sent have to be `serde::Serialize`, types that are received `serde::Deserialize`, as all of
/// [`#[mego::data]`](macro@crate::data) are.
///
/// ```
/// use mego::client::CallError;
/// use mego::prelude::*;
///
/// #[mego::data]
/// struct NewUser {
///     name: String,
/// }
///
/// #[derive(Debug, MethodError)]
/// enum NewUserError {
///     /// The name is taken.
///     Exists,
/// }
///
/// #[mego::method]
/// async fn create_user(session: Session, user: Bind<NewUser>) -> Result<u32, NewUserError> {
///     Err(NewUserError::Exists)
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> mego::Result<()> {
/// let client = Engine::new().register(methods![create_user]).in_memory()?.client();
/// let result = mego::call!(client, create_user, NewUser { name: "yami".to_owned() }).await;
/// assert!(matches!(result, Err(CallError::Declared(NewUserError::Exists))));
/// # Ok(())
/// # }
/// ```
#[macro_export]
macro_rules! call {
    ($client:expr, $method:path $(, $argument:expr)* $(,)?) => {{
        #[allow(unused_imports)]
        use $crate::__private::client::roles::*;
        let it = $method.mego_signature();
        // Sixteen arguments are asked for what they are to a client, those that there are not too.
        let it = it.note((&&&it.slot()).role());
        let it = it.note((&&&it.slot()).role());
        let it = it.note((&&&it.slot()).role());
        let it = it.note((&&&it.slot()).role());
        let it = it.note((&&&it.slot()).role());
        let it = it.note((&&&it.slot()).role());
        let it = it.note((&&&it.slot()).role());
        let it = it.note((&&&it.slot()).role());
        let it = it.note((&&&it.slot()).role());
        let it = it.note((&&&it.slot()).role());
        let it = it.note((&&&it.slot()).role());
        let it = it.note((&&&it.slot()).role());
        let it = it.note((&&&it.slot()).role());
        let it = it.note((&&&it.slot()).role());
        let it = it.note((&&&it.slot()).role());
        let it = it.note((&&&it.slot()).role());
        let it = it.arguments(&$client, <$method as $crate::__private::client::Called>::NAMED);
        $(let it = it.give($argument);)*
        let probe = it.probe();
        (&probe.returned()).kind().call(it.complete())
    }};
}
