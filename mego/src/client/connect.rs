//! From nothing to Welcome.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::net::TcpStream;
use tokio_tungstenite::client_async_with_config;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue, Request, StatusCode, Uri, header};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

use super::error::{Answer, ConnectError};
use super::link::{Heard, Link, Socket};
use super::state::comes_back;
use crate::error::Result;
use crate::transport::memory::MemoryClient;
use crate::wire::{self, CloseCode, Frame, Frames, Hello, WelcomeLimits};

/// How long a server may take from the first packet to its Welcome. (Section 4 of PROTOCOL.md.)
const HANDSHAKE: Duration = Duration::from_secs(10);

/// The largest message that is taken from a server, which has no limit of its own for all of its answers together.
const MAX_MESSAGE: usize = 64 * 1024 * 1024;

/// What a socket is read in.
const READ_BUFFER: usize = 16 * 1024;

/// Something that is asked anew for each connection.
pub(crate) type Ask<T> = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Result<T>> + Send>> + Send + Sync>;

/// Where connections come from.
#[derive(Clone)]
pub(crate) enum Connector {
    Memory(Arc<dyn Fn() -> MemoryClient + Send + Sync>),
    WebSocket(Address),
}

/// Where a server is, and what it is told before anything else.
#[derive(Clone)]
pub(crate) struct Address {
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    /// PEM files with roots beside those of the system.
    #[cfg(feature = "tls")]
    pub(crate) trusted: Vec<std::path::PathBuf>,
}

/// How a client introduces itself, each time anew.
#[derive(Clone, Default)]
pub(crate) struct Introduction {
    pub(crate) token: Option<Ask<String>>,
    pub(crate) data: Option<Ask<Vec<u8>>>,
    pub(crate) name: Option<String>,
}

/// A connection that the server has welcomed.
pub(crate) struct Established {
    pub(crate) link: Link,
    pub(crate) session: Arc<str>,
    pub(crate) limits: WelcomeLimits,
    pub(crate) ping_interval: Duration,
    /// The message that Welcome came in, and where it goes on.
    pub(crate) rest: (Bytes, usize),
}

/// Why there is no connection.
pub(crate) struct Refusal {
    pub(crate) error: ConnectError,
    /// Whether the next attempt may fare better.
    pub(crate) may_retry: bool,
}

impl Refusal {
    fn passing(reason: impl Into<String>) -> Refusal {
        Refusal {
            error: ConnectError::new(reason),
            may_retry: true,
        }
    }

    fn lasting(reason: impl Into<String>) -> Refusal {
        Refusal {
            error: ConnectError::new(reason),
            may_retry: false,
        }
    }
}

/// Connects, says Hello and waits for Welcome.
pub(crate) async fn establish(
    connector: Connector,
    introduction: Introduction,
) -> Result<Established, Refusal> {
    // Outside of the time that the server has: whoever is asked for a token may ask a person.
    let hello = introduction.hello().await?;
    let welcome = async {
        let mut link = connector.open().await?;
        link.send(hello);
        welcome(link).await
    };
    match tokio::time::timeout(HANDSHAKE, welcome).await {
        Ok(result) => result,
        Err(_) => Err(Refusal::passing("the server did not say welcome in time")),
    }
}

impl Introduction {
    /// The first message.
    async fn hello(&self) -> Result<Bytes, Refusal> {
        let token = ask(self.token.as_ref(), "token").await?;
        let data = ask(self.data.as_ref(), "initial data").await?;
        let hello = Hello {
            version: wire::VERSION,
            token: token.as_deref(),
            data: data.as_deref(),
            client: self.name.as_deref(),
            ..Hello::default()
        };
        let mut message = Vec::new();
        Frame::Hello(Box::new(hello)).write(&mut message);
        Ok(message.into())
    }
}

async fn ask<T>(asked: Option<&Ask<T>>, what: &str) -> Result<Option<T>, Refusal> {
    match asked {
        None => Ok(None),
        // What is not to be had now may be there at the next attempt.
        Some(ask) => match ask().await {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(Refusal::passing(format!("there is no {what}: {error}"))),
        },
    }
}

async fn welcome(mut link: Link) -> Result<Established, Refusal> {
    let mut fault = None;
    loop {
        let message = match link.heard().await {
            None => continue,
            Some(Heard::Message(message)) => message,
            Some(Heard::Text) => return Err(Refusal::lasting("the server sent text")),
            Some(Heard::Closed { code, reason }) => {
                return Err(Refusal {
                    may_retry: comes_back(code),
                    error: ConnectError { reason, code, fault },
                });
            }
        };
        let mut frames = Frames::of_server(&message, 0);
        let mut pongs = Vec::new();
        while let Some(frame) = frames.next() {
            match frame {
                Ok(Frame::Welcome(welcome)) => {
                    let position = frames.position();
                    let (session, limits) = (Arc::from(welcome.session), welcome.limits);
                    let ping_interval = Duration::from_millis(welcome.ping_interval_ms);
                    return Ok(Established {
                        link,
                        session,
                        limits,
                        ping_interval,
                        rest: (message, position),
                    });
                }
                Ok(Frame::Err(err)) if err.id == 0 => fault = Some(Answer::new(&err).into_fault()),
                Ok(Frame::Ping { value }) => Frame::Pong { value }.write(&mut pongs),
                Ok(_) => {}
                Err(malformed) => {
                    return Err(Refusal::lasting(format!(
                        "the server sent a malformed message: {malformed}"
                    )));
                }
            }
        }
        if !pongs.is_empty() {
            link.send(pongs.into());
        }
    }
}

impl Connector {
    /// Says what is wrong with the address before the first attempt.
    pub(crate) fn check(&self) -> Result<(), ConnectError> {
        match self {
            Connector::Memory(_) => Ok(()),
            Connector::WebSocket(address) => request(&address.url, &address.headers).map(drop),
        }
    }

    async fn open(&self) -> Result<Link, Refusal> {
        match self {
            Connector::Memory(connect) => Ok(Link::Memory(connect())),
            Connector::WebSocket(address) => open_web_socket(address).await,
        }
    }
}

async fn open_web_socket(address: &Address) -> Result<Link, Refusal> {
    let url = &address.url;
    let Upgrade {
        request,
        host,
        port,
        is_secure,
    } = request(url, &address.headers).map_err(|error| Refusal {
        error,
        may_retry: false,
    })?;
    let unreachable =
        |error: &dyn fmt::Display| Refusal::passing(format!("cannot connect to {host}:{port}: {error}"));
    let socket = TcpStream::connect((host.as_str(), port))
        .await
        .map_err(|error| unreachable(&error))?;
    // Frames are written when there is no more to write: waiting for more would only delay them.
    socket.set_nodelay(true).map_err(|error| unreachable(&error))?;
    let socket: Box<dyn Socket> = if is_secure {
        #[cfg(feature = "tls")]
        {
            let tls = super::tls::speak(&host, socket, &address.trusted).await;
            Box::new(tls.map_err(|error| unreachable(&error))?)
        }
        // `request` has refused it.
        #[cfg(not(feature = "tls"))]
        return Err(unreachable(&"TLS is not there"));
    } else {
        Box::new(socket)
    };
    let config = WebSocketConfig::default()
        .read_buffer_size(READ_BUFFER)
        .max_write_buffer_size(usize::MAX)
        .max_message_size(Some(MAX_MESSAGE))
        .max_frame_size(Some(MAX_MESSAGE));
    match client_async_with_config(request, socket, Some(config)).await {
        Ok((stream, _)) => Ok(Link::web_socket(stream)),
        Err(tokio_tungstenite::tungstenite::Error::Http(response)) => {
            let status = response.status();
            let body = response.body().as_deref().unwrap_or_default();
            let reason = format!(
                "the server answered {status}: {}",
                String::from_utf8_lossy(&body[..body.len().min(1024)]).trim()
            );
            Err(if status == StatusCode::SERVICE_UNAVAILABLE {
                Refusal::passing(reason)
            } else {
                Refusal::lasting(reason)
            })
        }
        Err(error @ tokio_tungstenite::tungstenite::Error::Io(_)) => Err(unreachable(&error)),
        Err(error) => Err(Refusal::lasting(format!("{url} is not a Mego server: {error}"))),
    }
}

/// The request of the upgrade, and whom it is for.
#[derive(Debug)]
struct Upgrade {
    request: Request<()>,
    host: String,
    port: u16,
    is_secure: bool,
}

fn request(url: &str, headers: &[(String, String)]) -> Result<Upgrade, ConnectError> {
    let wrong = |problem: &str| ConnectError::new(format!("`{url}` {problem}"));
    let uri: Uri = url
        .parse()
        .map_err(|error| wrong(&format!("is no URL: {error}")))?;
    let is_secure = match uri.scheme_str() {
        Some("ws") => false,
        Some("wss") if cfg!(feature = "tls") => true,
        Some("wss") => return Err(wrong("needs TLS: add the feature `tls` to mego")),
        _ => return Err(wrong("has to begin with `ws://` or `wss://`")),
    };
    let host = uri.host().ok_or_else(|| wrong("names no host"))?;
    // An IPv6 address stands in brackets in a URL, and without them everywhere else.
    let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    let port = uri.port_u16().unwrap_or(if is_secure { 443 } else { 80 });
    let mut request = uri
        .into_client_request()
        .map_err(|error| wrong(&format!("cannot be connected to: {error}")))?;
    let sent = request.headers_mut();
    sent.insert(
        header::SEC_WEBSOCKET_PROTOCOL,
        HeaderValue::from_static(wire::SUBPROTOCOL),
    );
    for (name, value) in headers {
        let name: HeaderName = name
            .parse()
            .map_err(|_| ConnectError::new(format!("`{name}` is not the name of a header")))?;
        let value = value
            .parse()
            .map_err(|_| ConnectError::new(format!("the header `{name}` cannot have this value")))?;
        sent.insert(name, value);
    }
    Ok(Upgrade {
        request,
        host,
        port,
        is_secure,
    })
}

/// How a connection ended, for the next to be decided on.
pub(crate) struct End {
    pub(crate) code: Option<CloseCode>,
    pub(crate) reason: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_checked_before_it_is_used() {
        let problem = |url: &str| request(url, &[]).unwrap_err().to_string();
        assert_eq!(
            problem("http://a/mego"),
            "`http://a/mego` has to begin with `ws://` or `wss://`"
        );
        if cfg!(feature = "tls") {
            assert_eq!(request("wss://a/mego", &[]).unwrap().port, 443);
        } else {
            assert!(problem("wss://a/mego").contains("the feature `tls`"));
        }
        assert!(problem("ws://").contains("is no URL"), "{}", problem("ws://"));
        let upgrade = request("ws://[::1]:5000/mego", &[]).unwrap();
        assert_eq!((upgrade.host.as_str(), upgrade.port), ("::1", 5000));
        assert_eq!(request("ws://example.com/mego", &[]).unwrap().port, 80);
    }

    #[test]
    fn a_header_is_checked_too() {
        let headers = [("no name".to_owned(), "x".to_owned())];
        let error = request("ws://a/mego", &headers).unwrap_err();
        assert_eq!(error.to_string(), "`no name` is not the name of a header");
    }
}
