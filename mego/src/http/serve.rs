//! The HTTP server of an engine that runs by itself.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::StatusCode;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
#[cfg(feature = "tls")]
use tokio::net::TcpStream;
use tower_service::Service;

use super::Http;
use crate::server::Server;

/// How long to wait when a socket cannot be accepted: most often the process has no file left for it.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Serves until the engine is closed and its last connection is gone.
pub(crate) async fn serve(listener: TcpListener, server: Arc<Server>, http: Http) {
    let handshake = server.limits().handshake;
    #[cfg(feature = "tls")]
    let tls = http.tls.clone();
    if let Ok(address) = listener.local_addr() {
        #[cfg(feature = "tls")]
        let scheme = if tls.is_some() { "wss" } else { "ws" };
        #[cfg(not(feature = "tls"))]
        let scheme = "ws";
        tracing::info!(target: "mego", "listening on {scheme}://{address}{}", http.path);
    }
    let nothing = format!("there is nothing here; the API is at {}\n", http.path);
    let has_routes = http.routes.is_some();
    let mut router = super::router(&server, http);
    if !has_routes {
        router = router.fallback(async move || (StatusCode::NOT_FOUND, nothing.clone()));
    }
    let accept = async {
        loop {
            match listener.accept().await {
                Ok((socket, address)) => {
                    let router = router.clone();
                    #[cfg(feature = "tls")]
                    if let Some(tls) = tls.clone() {
                        tokio::spawn(serve_tls(tls, socket, address, router, handshake));
                        continue;
                    }
                    tokio::spawn(serve_http(socket, address, router, handshake));
                }
                Err(error) => {
                    tracing::warn!(target: "mego", %error, "a connection could not be accepted");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    };
    tokio::select! {
        () = accept => {}
        () = server.hub.closed() => {}
    }
    drop(listener);
    server.hub.emptied().await;
}

/// The TLS handshake has as much time as the headers after it.
#[cfg(feature = "tls")]
async fn serve_tls(
    tls: tokio_rustls::TlsAcceptor,
    socket: TcpStream,
    address: SocketAddr,
    router: Router,
    handshake: Duration,
) {
    match tokio::time::timeout(handshake, tls.accept(socket)).await {
        Ok(Ok(socket)) => serve_http(socket, address, router, handshake).await,
        Ok(Err(error)) => tracing::debug!(target: "mego", %error, "a TLS handshake failed"),
        Err(_) => tracing::debug!(target: "mego", "a TLS handshake took too long"),
    }
}

/// hyper's own HTTP/1 builder: the automatic one never closes a connection on which nothing comes.
async fn serve_http<S>(socket: S, address: SocketAddr, router: Router, handshake: Duration)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(address));
        router.clone().call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(handshake)
        .serve_connection(TokioIo::new(socket), service)
        .with_upgrades();
    if let Err(error) = connection.await {
        tracing::debug!(target: "mego", %error, "an HTTP connection ended early");
    }
}
