//! The upgrade request: from HTTP to a connection.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::http::header::{
    ALLOW, CONNECTION, HOST, HeaderName, ORIGIN, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY,
    SEC_WEBSOCKET_PROTOCOL, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use axum::http::{HeaderMap, Method, StatusCode, Version};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use hyper_util::server::conn::auto;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
#[cfg(feature = "tls")]
use tokio_rustls::server::TlsStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use super::Gate;
use crate::connection::Connection;
use crate::server::Server;
use crate::session::ClientInfo;
use crate::transport::websocket::{Socket, WebSocket};
use crate::wire::SUBPROTOCOL;

/// Answers an upgrade request, and serves the connection on tasks of its own.
pub(super) fn upgrade(mut request: Request, server: &Arc<Server>, gate: &Arc<Gate>) -> Response {
    let key = match check(&request, server, gate) {
        Ok(key) => key,
        Err((status, text)) => return refusal(status, &text),
    };
    let accept = derive_accept_key(key.as_bytes());
    let address = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0);
    let visitor = Visitor {
        address,
        ip: address.map(|address| gate.proxies.client(address.ip(), request.headers())),
        headers: kept_headers(request.headers()),
    };
    let on_upgrade = hyper::upgrade::on(&mut request);
    tokio::spawn(open(on_upgrade, Arc::clone(server), visitor));
    Response::builder()
        .status(StatusCode::SWITCHING_PROTOCOLS)
        .header(CONNECTION, "upgrade")
        .header(UPGRADE, "websocket")
        .header(SEC_WEBSOCKET_ACCEPT, accept)
        .header(SEC_WEBSOCKET_PROTOCOL, SUBPROTOCOL)
        .body(Body::empty())
        .unwrap_or_else(|error| (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response())
}

/// Says no, with the headers that tell a client what would be right.
fn refusal(status: StatusCode, text: &str) -> Response {
    let text = format!("{text}\n");
    match status {
        StatusCode::UPGRADE_REQUIRED => {
            let headers = [
                (UPGRADE, "websocket"),
                (CONNECTION, "upgrade"),
                (SEC_WEBSOCKET_VERSION, "13"),
            ];
            (status, headers, text).into_response()
        }
        StatusCode::METHOD_NOT_ALLOWED => (status, [(ALLOW, "GET")], text).into_response(),
        _ => (status, text).into_response(),
    }
}

/// The client's key, or what is wrong with the request and what was expected.
fn check(request: &Request, server: &Server, gate: &Gate) -> Result<String, (StatusCode, String)> {
    let headers = request.headers();
    let bad = |text: &str| Err((StatusCode::BAD_REQUEST, text.to_owned()));
    if server.hub.is_closing() {
        return Err((
            StatusCode::SERVICE_UNAVAILABLE,
            "the server is closing".to_owned(),
        ));
    }
    if !has_token(headers, &CONNECTION, "upgrade") || !has_token(headers, &UPGRADE, "websocket") {
        return Err((
            StatusCode::UPGRADE_REQUIRED,
            format!(
                "this is a WebSocket endpoint: connect by ws:// or wss:// with the subprotocol {SUBPROTOCOL}"
            ),
        ));
    }
    if request.method() != Method::GET {
        return Err((
            StatusCode::METHOD_NOT_ALLOWED,
            "a WebSocket is opened by GET".to_owned(),
        ));
    }
    if request.version() < Version::HTTP_11 || !headers.contains_key(HOST) {
        return bad("a WebSocket is opened by HTTP/1.1, with the header Host");
    }
    if headers
        .get(SEC_WEBSOCKET_VERSION)
        .is_none_or(|version| version != "13")
    {
        let text = "the header Sec-WebSocket-Version has to be 13";
        return Err((StatusCode::UPGRADE_REQUIRED, text.to_owned()));
    }
    if !tokens(headers, &SEC_WEBSOCKET_PROTOCOL).any(|offered| offered == SUBPROTOCOL) {
        return bad(&format!(
            "the client has to offer the WebSocket subprotocol {SUBPROTOCOL}"
        ));
    }
    if !gate.origins.admit(headers) {
        let origin = headers
            .get(ORIGIN)
            .and_then(|origin| origin.to_str().ok())
            .unwrap_or_default();
        tracing::warn!(target: "mego", origin, "refused a page of another origin; `Engine::allow_origin` lets it connect");
        return Err((
            StatusCode::FORBIDDEN,
            "pages of this origin may not connect".to_owned(),
        ));
    }
    match headers.get(SEC_WEBSOCKET_KEY).and_then(|key| key.to_str().ok()) {
        Some(key) if is_key(key) => Ok(key.to_owned()),
        Some(_) => bad("the header Sec-WebSocket-Key has to be 16 bytes in base64"),
        None => bad("the header Sec-WebSocket-Key is missing"),
    }
}

/// Sixteen bytes are 22 letters of base64 and two signs that fill it up.
fn is_key(key: &str) -> bool {
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/';
    key.strip_suffix("==")
        .is_some_and(|letters| letters.len() == 22 && letters.bytes().all(is_base64))
}

/// Whether a header lists this token, in whatever case.
fn has_token(headers: &HeaderMap, name: &HeaderName, token: &str) -> bool {
    tokens(headers, name).any(|part| part.eq_ignore_ascii_case(token))
}

/// What a header lists.
fn tokens<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> + use<'a> {
    let values = headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(str::trim)
}

/// The headers that a session keeps: a line each, without those of the handshake.
fn kept_headers(headers: &HeaderMap) -> String {
    let mut lines = String::new();
    for (name, value) in headers {
        let is_handshake =
            name.as_str().starts_with("sec-websocket-") || *name == CONNECTION || *name == UPGRADE;
        // A value with a line break is none that HTTP allows; `to_str` refuses it.
        if let (false, Ok(value)) = (is_handshake, value.to_str()) {
            lines.push_str(name.as_str());
            lines.push_str(": ");
            lines.push_str(value);
            lines.push('\n');
        }
    }
    lines
}

/// Who wants to connect.
struct Visitor {
    address: Option<SocketAddr>,
    ip: Option<IpAddr>,
    headers: String,
}

impl Visitor {
    fn into_client(self) -> ClientInfo {
        ClientInfo::new(self.address, self.ip, self.headers)
    }
}

/// Waits for the upgrade and hands the socket to a fresh task: the one that waited still holds what the HTTP connection
/// needed, ten KiB of it.
async fn open(upgrade: OnUpgrade, server: Arc<Server>, mut visitor: Visitor) {
    let upgraded = match upgrade.await {
        Ok(upgraded) => upgraded,
        Err(error) => return tracing::debug!(target: "mego", %error, "the upgrade failed"),
    };
    let upgraded = match unwrap::<TcpStream>(upgraded) {
        Ok((socket, early)) => {
            // Replies are collected before they are written, so that waiting for more would only delay them. A socket
            // that refuses the option is served all the same.
            let _ = socket.set_nodelay(true);
            // An app of the user's may serve without telling the address.
            if visitor.address.is_none() {
                visitor.address = socket.peer_addr().ok();
                visitor.ip = visitor.address.map(|address| address.ip().to_canonical());
            }
            tokio::spawn(serve(socket, early, server, visitor.into_client()));
            return;
        }
        Err(upgraded) => upgraded,
    };
    #[cfg(feature = "tls")]
    let upgraded = match unwrap::<TlsStream<TcpStream>>(upgraded) {
        Ok((socket, early)) => {
            let _ = socket.get_ref().0.set_nodelay(true);
            tokio::spawn(serve(socket, early, server, visitor.into_client()));
            return;
        }
        Err(upgraded) => upgraded,
    };
    let socket = TokioIo::new(upgraded);
    tokio::spawn(serve(socket, Bytes::new(), server, visitor.into_client()));
}

/// The socket beneath, and what was read with the request. axum's own server wraps it once more than ours does.
fn unwrap<S>(upgraded: Upgraded) -> Result<(S, Bytes), Upgraded>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    match auto::upgrade::downcast::<TokioIo<S>>(upgraded) {
        Ok(parts) => Ok((parts.io.into_inner(), parts.read_buf)),
        Err(upgraded) => upgraded
            .downcast::<TokioIo<S>>()
            .map(|parts| (parts.io.into_inner(), parts.read_buf)),
    }
}

async fn serve<S: Socket>(socket: S, early: Bytes, server: Arc<Server>, client: ClientInfo) {
    let transport = WebSocket::new(socket, early, server.limits()).await;
    Connection::new(transport, server, client).run().await;
}
