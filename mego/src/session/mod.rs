//! A session: one client from its Hello until it is gone.

mod client;
mod mailbox;
mod queue;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use serde::de::DeserializeOwned;
use tokio::time::Instant;

pub use self::client::ClientInfo;
pub(crate) use self::mailbox::{Mail, Mailbox};
pub(crate) use self::queue::Push;
use crate::call::Problem;
use crate::emit::fits;
use crate::error::{Error, Result};
use crate::event::Event;
use crate::server::Server;
use crate::values::{Key, Values};
use crate::wire::CloseCode;
use crate::{Status, wire};

/// One client, connected. Cheap to clone; what it holds lasts until the connection ends.
///
/// ```
/// use mego::prelude::*;
///
/// #[mego::method]
/// async fn session_id(session: Session) -> String {
///     session.id().to_owned()
/// }
/// ```
#[derive(Clone)]
pub struct Session(Arc<Inner>);

struct Inner {
    id: Box<str>,
    /// The random bits of the id.
    key: u128,
    server: Arc<Server>,
    client: ClientInfo,
    mailbox: Arc<Mailbox>,
    token: Mutex<Option<Arc<str>>>,
    user: Mutex<User>,
    data: Option<Bytes>,
    values: Values,
}

/// Who a session belongs to.
#[derive(Default)]
struct User {
    id: Option<Arc<str>>,
    /// The session has ended, and is counted no more.
    is_gone: bool,
}

/// What a client brings in its Hello.
#[derive(Debug, Default)]
pub(crate) struct Introduction {
    pub(crate) token: Option<Arc<str>>,
    pub(crate) data: Option<Bytes>,
}

impl Session {
    pub(crate) fn new(
        key: u128,
        server: Arc<Server>,
        client: ClientInfo,
        mailbox: Arc<Mailbox>,
        introduction: Introduction,
    ) -> Session {
        Session(Arc::new(Inner {
            id: format!("{}-{key:032x}", server.hub.node()).into(),
            key,
            server,
            client,
            mailbox,
            token: Mutex::new(introduction.token),
            user: Mutex::default(),
            data: introduction.data,
            values: Values::default(),
        }))
    }

    /// The id that the server chose, of 128 random bits. Nobody can guess it; but logs show it, so it is no secret to
    /// build on.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.0.id
    }

    /// Who is at the other end.
    #[must_use]
    pub fn client(&self) -> &ClientInfo {
        &self.0.client
    }

    /// The token that the client sent last, with its Hello or since, unverified.
    #[must_use]
    pub fn token(&self) -> Option<Arc<str>> {
        self.0
            .token
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(crate) fn set_token(&self, token: Option<Arc<str>>) {
        *self.0.token.lock().unwrap_or_else(PoisonError::into_inner) = token;
    }

    /// The data that the client sent with its Hello, as a type of yours. [`Engine::on_connect`](crate::Engine::on_connect)
    /// takes it as an argument, and the contract then says what it has to be.
    ///
    /// # Errors
    /// A fault with the status Invalid when the client sent none or something else.
    ///
    /// ```
    /// use mego::prelude::*;
    ///
    /// #[mego::data]
    /// struct Start {
    ///     version: String,
    /// }
    ///
    /// #[mego::method]
    /// async fn client_version(session: Session) -> mego::Result<String> {
    ///     Ok(session.data::<Start>()?.version)
    /// }
    /// ```
    pub fn data<T: DeserializeOwned>(&self) -> Result<T> {
        const NIL: &[u8] = &[0xc0];
        let data = self.0.data.as_deref();
        wire::decode(data.unwrap_or(NIL)).map_err(|error| match data {
            Some(data) => {
                let problem = Problem::explain::<T>("data", data, &error);
                Error::new(
                    Status::Invalid,
                    format!("the initial data of the client: {problem}"),
                )
            }
            None => Error::new(Status::Invalid, "the client sent no initial data"),
        })
    }

    /// Who the user is: what [`set_user`](Session::set_user) was told.
    #[must_use]
    pub fn user(&self) -> Option<Arc<str>> {
        self.lock_user().id.clone()
    }

    fn lock_user(&self) -> MutexGuard<'_, User> {
        self.0.user.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says who the user is: an id of yours, by which sessions are found and counted.
    ///
    /// # Errors
    /// A fault with the status ResourceExhausted when the user has as many sessions as
    /// [`Limits::max_sessions_per_user`](crate::Limits::max_sessions_per_user) allows. In `on_connect`, it refuses the client.
    ///
    /// ```
    /// use mego::prelude::*;
    ///
    /// async fn connect(session: Session) -> mego::Result<()> {
    ///     match session.token().as_deref() {
    ///         Some("secret") => session.set_user("yami"),
    ///         _ => Err(mego::Error::new(Status::NotAuthorized, "a token is needed")),
    ///     }
    /// }
    /// let engine = Engine::new().on_connect(connect);
    /// ```
    pub fn set_user(&self, user: impl Into<Arc<str>>) -> Result<()> {
        self.change_user(Some(user.into()))
    }

    /// Says that nobody is signed in any more.
    pub fn clear_user(&self) {
        // Only a user can be one too many.
        let _ = self.change_user(None);
    }

    fn change_user(&self, user: Option<Arc<str>>) -> Result<()> {
        let server = &self.0.server;
        let mut current = self.lock_user();
        if !current.is_gone && current.id != user {
            let max = server.limits().sessions_per_user;
            server
                .hub
                .sessions()
                .move_user(self.0.key, current.id.as_ref(), user.as_ref(), max)?;
        }
        current.id = user;
        Ok(())
    }

    /// The session has ended. Whoever still holds it changes nothing any more.
    pub(crate) fn leave(&self) {
        let mut user = self.lock_user();
        user.is_gone = true;
        self.0.server.hub.sessions().leave(self.0.key, user.id.as_ref());
    }

    /// Keeps a value for the rest of the session, and gives back the one of the same type that was there.
    ///
    /// ```
    /// use mego::prelude::*;
    ///
    /// #[derive(Clone)]
    /// struct Cart(Vec<u32>);
    ///
    /// #[mego::method]
    /// async fn add_to_cart(session: Session, article: u32) -> usize {
    ///     let mut cart = session.get::<Cart>().unwrap_or(Cart(Vec::new()));
    ///     cart.0.push(article);
    ///     let size = cart.0.len();
    ///     session.set(cart);
    ///     size
    /// }
    /// ```
    pub fn set<T: Clone + Send + Sync + 'static>(&self, value: T) -> Option<T> {
        self.0.values.set(Key::of::<T>(), value)
    }

    /// A clone of the value of this type that was kept.
    #[must_use]
    pub fn get<T: Clone + Send + Sync + 'static>(&self) -> Option<T> {
        self.0.values.get(&Key::of::<T>())
    }

    /// Takes the value of this type away.
    pub fn remove<T: Clone + Send + Sync + 'static>(&self) -> Option<T> {
        self.0.values.remove(&Key::of::<T>())
    }

    /// Keeps a value under a name, and gives back the one that was there, if it is of the same type.
    pub fn set_named<T: Clone + Send + Sync + 'static>(&self, name: &str, value: T) -> Option<T> {
        self.0.values.set(name.into(), value)
    }

    /// A clone of the value that was kept under this name, if it is of this type.
    #[must_use]
    pub fn get_named<T: Clone + Send + Sync + 'static>(&self, name: &str) -> Option<T> {
        self.0.values.get(&name.into())
    }

    /// Takes the value under this name away, if it is of this type.
    pub fn remove_named<T: Clone + Send + Sync + 'static>(&self, name: &str) -> Option<T> {
        self.0.values.remove(&name.into())
    }

    /// The value that [`Engine::state`](crate::Engine::state) was given for this type.
    #[must_use]
    pub fn state<T: Clone + Send + Sync + 'static>(&self) -> Option<T> {
        self.0.server.state()
    }

    /// Sends an event to this session alone, whether it has subscribed or not. Queues it and waits for nothing; a session
    /// that is gone gets nothing.
    ///
    /// ```
    /// use mego::prelude::*;
    ///
    /// /// How far the work is.
    /// #[mego::event]
    /// struct Progress {
    ///     percent: u8,
    /// }
    ///
    /// #[mego::method]
    /// async fn work(session: Session) {
    ///     session.emit("work", &Progress { percent: 50 });
    /// }
    /// # let engine = Engine::new().register(methods![work]).register(events![Progress]);
    /// # engine.contract()?;
    /// # Ok::<(), mego::SetupError>(())
    /// ```
    pub fn emit<E: Event>(&self, channel: &str, event: &E) {
        let hub = &self.0.server.hub;
        if fits(E::INFO, channel)
            && let Some(data) = hub.encode(event)
        {
            self.push(Push::Own {
                event: E::NAME,
                channel: channel.into(),
                data,
            });
        }
    }

    /// Ends every subscription that the session has on a channel, of whatever event. The client is told.
    pub fn kick(&self, channel: &str) {
        self.0.server.handle().to(channel).only([self]).kick();
    }

    /// Ends the connection: what is on its way goes out first, calls in flight are given up.
    ///
    /// The code says whether the client comes back: 4800 to 4899 are yours and it does, 4900 to 4999 and it does not;
    /// [`CloseCode::KICKED`] is for whoever shall not. A code that may not stand in a close frame is replaced by 4900.
    ///
    /// ```
    /// use mego::prelude::*;
    /// use mego::wire::CloseCode;
    ///
    /// #[mego::method]
    /// async fn sign_out(session: Session) {
    ///     session.disconnect(CloseCode(4900), "signed out");
    /// }
    /// ```
    pub fn disconnect(&self, code: CloseCode, reason: impl Into<String>) {
        let reason = reason.into();
        let code = if code.may_be_sent() {
            code
        } else {
            tracing::error!(target: "mego", %code, reason, "this code may not stand in a close frame");
            CloseCode(4900)
        };
        self.0.mailbox.post(Mail::Close { code, reason });
    }

    /// Closes the connection with 4006 at this instant, unless it is set anew, as by a fresh token: see
    /// [`Engine::on_auth`](crate::Engine::on_auth). `None` is for ever.
    pub fn expire_at(&self, at: impl Into<Option<Instant>>) {
        self.0.mailbox.post(Mail::Expire(at.into()));
    }

    pub(crate) fn push(&self, push: Push) {
        self.0.mailbox.push(push);
    }

    pub(crate) fn key(&self) -> u128 {
        self.0.key
    }

    #[inline]
    pub(crate) fn server(&self) -> &Arc<Server> {
        &self.0.server
    }
}

impl PartialEq for Session {
    fn eq(&self, other: &Session) -> bool {
        self.0.key == other.0.key
    }
}

impl Eq for Session {}

impl std::hash::Hash for Session {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.key.hash(state);
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("id", &self.id())
            .finish_non_exhaustive()
    }
}
