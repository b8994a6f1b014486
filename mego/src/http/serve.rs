//! The HTTP server of an engine that runs by itself.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tower_service::Service;

use super::Http;
use crate::server::Server;

/// How long to wait when a socket cannot be accepted: most often the process has no file left for it.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Serves until the engine is closed and its last connection is gone.
pub(crate) async fn serve(listener: TcpListener, server: Arc<Server>, http: Http) {
    if let Ok(address) = listener.local_addr() {
        tracing::info!(target: "mego", "listening on ws://{address}{}", http.path);
    }
    let router = super::router(Arc::clone(&server), http);
    let handshake = server.limits().handshake;
    let accept = async {
        loop {
            match listener.accept().await {
                Ok((socket, address)) => {
                    tokio::spawn(serve_http(socket, address, router.clone(), handshake));
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

/// hyper's own HTTP/1 builder: the automatic one never closes a connection on which nothing comes.
async fn serve_http(socket: TcpStream, address: SocketAddr, router: Router, handshake: Duration) {
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
