//! A session: one client from its Hello until it is gone.

mod client;
mod mailbox;
mod values;

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use serde::de::DeserializeOwned;

pub use self::client::ClientInfo;
pub(crate) use self::mailbox::{Mail, Mailbox};
use self::values::Values;
use crate::error::{Error, Result};
use crate::server::Server;
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
    server: Arc<Server>,
    client: ClientInfo,
    token: Option<Box<str>>,
    data: Option<Bytes>,
    values: Values,
}

/// What a client brings in its Hello.
#[derive(Debug, Default)]
pub(crate) struct Introduction {
    pub(crate) token: Option<Box<str>>,
    pub(crate) data: Option<Bytes>,
}

impl Session {
    pub(crate) fn new(
        id: String,
        server: Arc<Server>,
        client: ClientInfo,
        introduction: Introduction,
    ) -> Session {
        Session(Arc::new(Inner {
            id: id.into(),
            server,
            client,
            token: introduction.token,
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

    /// The token that the client sent with its Hello, unverified.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        self.0.token.as_deref()
    }

    /// The data that the client sent with its Hello, as a type of yours.
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
        let Some(data) = &self.0.data else {
            return Err(Error::new(Status::Invalid, "the client sent no initial data"));
        };
        wire::decode(data).map_err(|error| {
            Error::new(
                Status::Invalid,
                format!("the initial data of the client: {error}"),
            )
        })
    }

    /// Keeps a value for the rest of the session, and gives back the one of the same type that was there.
    ///
    /// ```
    /// use mego::prelude::*;
    ///
    /// #[derive(Clone)]
    /// struct UserId(u64);
    ///
    /// #[mego::method]
    /// async fn sign_in(session: Session) {
    ///     session.insert(UserId(7));
    /// }
    ///
    /// #[mego::method]
    /// async fn is_signed_in(session: Session) -> bool {
    ///     session.get::<UserId>().is_some()
    /// }
    /// ```
    pub fn insert<T: Clone + Send + Sync + 'static>(&self, value: T) -> Option<T> {
        self.0.values.insert(value)
    }

    /// A clone of the value of this type that was kept.
    #[must_use]
    pub fn get<T: Clone + Send + Sync + 'static>(&self) -> Option<T> {
        self.0.values.get()
    }

    /// Takes the value of this type away.
    pub fn remove<T: Clone + Send + Sync + 'static>(&self) -> Option<T> {
        self.0.values.remove()
    }

    #[inline]
    pub(crate) fn server(&self) -> &Arc<Server> {
        &self.0.server
    }
}

impl PartialEq for Session {
    fn eq(&self, other: &Session) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Session {}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("id", &self.id())
            .finish_non_exhaustive()
    }
}
