//! Who is at the other end of a session.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// The client at the other end: its address and the headers of its upgrade request.
///
/// ```
/// use mego::prelude::*;
///
/// #[mego::method]
/// async fn my_browser(client: ClientInfo) -> Option<String> {
///     client.header("user-agent").map(str::to_owned)
/// }
/// ```
#[derive(Clone, Default)]
pub struct ClientInfo(Arc<Inner>);

#[derive(Default)]
struct Inner {
    address: Option<SocketAddr>,
    ip: Option<IpAddr>,
    program: Option<Box<str>>,
    /// `name: value` a line. A map of headers costs some kilobytes for each connection, and holds on to the buffer of
    /// the request; most are never read.
    headers: Box<str>,
}

impl ClientInfo {
    pub(crate) fn new(address: Option<SocketAddr>, ip: Option<IpAddr>, headers: String) -> ClientInfo {
        ClientInfo(Arc::new(Inner {
            address,
            ip,
            program: None,
            headers: headers.into(),
        }))
    }

    /// Adds the name that the client's program gives itself in its Hello.
    pub(crate) fn with_program(self, program: Option<&str>) -> ClientInfo {
        let Some(program) = program else { return self };
        let inner = Arc::try_unwrap(self.0).unwrap_or_else(|shared| Inner {
            address: shared.address,
            ip: shared.ip,
            program: None,
            headers: shared.headers.clone(),
        });
        ClientInfo(Arc::new(Inner {
            program: Some(program.into()),
            ..inner
        }))
    }

    /// The address at the other end of the socket: that of a proxy, where there is one. `None` in memory.
    #[must_use]
    pub fn address(&self) -> Option<SocketAddr> {
        self.0.address
    }

    /// The address of the client: that at the other end of the socket or, where that is a proxy that
    /// [`Engine::trust_proxy`](crate::Engine::trust_proxy) names, what it says in `X-Forwarded-For`.
    #[must_use]
    pub fn ip(&self) -> Option<IpAddr> {
        self.0.ip
    }

    /// The browser or the program, as the header `User-Agent` says. Everybody may say what they like.
    #[must_use]
    pub fn user_agent(&self) -> Option<&str> {
        self.header("user-agent")
    }

    /// The name and version of the client's program, as it says itself.
    #[must_use]
    pub fn program(&self) -> Option<&str> {
        self.0.program.as_deref()
    }

    /// A header of the upgrade request, by its name in any case. Headers of the WebSocket handshake itself, and values
    /// that are not UTF-8, are not kept.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.0.headers.lines().find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        })
    }
}

impl fmt::Debug for ClientInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Headers hold cookies and credentials, which do not belong in a log.
        f.debug_struct("ClientInfo")
            .field("address", &self.address())
            .field("program", &self.program())
            .finish()
    }
}
