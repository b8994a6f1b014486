//! An engine inside of somebody's axum app, served by axum itself.

use axum::Router;
use axum::routing::get;
use mego::prelude::*;
use tokio::net::TcpListener;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

use crate::{request, sum};

#[tokio::test]
async fn the_app_and_the_api_share_a_port() {
    let engine = Engine::new().register(methods![sum]);
    let handle = engine.handle();
    let app: Router = Router::new()
        .route("/", get(async || "hello"))
        .merge(engine.router().unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(async move {
        axum::serve(listener, app)
            .with_graceful_shutdown(async { stopped.await.unwrap_or(()) })
            .await
    });

    let page = request(address, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await;
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");

    let mut upgrade = format!("ws://{address}/mego").into_client_request().unwrap();
    upgrade
        .headers_mut()
        .insert("sec-websocket-protocol", "mego.v1.msgpack".parse().unwrap());
    let (socket, _) = tokio_tungstenite::connect_async(upgrade).await.unwrap();
    stop.send(()).unwrap();
    // axum comes back while the WebSocket is open; the engine knows of it.
    running.await.unwrap().unwrap();
    assert_eq!(handle.connections(), 1);
    drop(socket);
    handle.close().await;
    assert_eq!(handle.connections(), 0);
}
