//! HTTP: the upgrade, an engine inside of an axum app, and what the socket itself refuses.

#![allow(clippy::unwrap_used)] // a panic is how a test fails

mod app;
mod operation;
mod socket;
mod upgrade;

use std::net::SocketAddr;

use mego::prelude::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

#[mego::method]
async fn sum(a: i32, b: i32) -> i32 {
    a + b
}

#[mego::method]
async fn header(client: ClientInfo, name: String) -> (Option<String>, bool) {
    (
        client.header(&name).map(str::to_owned),
        client.address().is_some(),
    )
}

/// Serves an engine on a port of its own.
async fn serve(engine: Engine) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(engine.register(methods![sum, header]).serve(listener));
    address
}

/// Sends a request and gives the head of the answer.
async fn request(address: SocketAddr, head: &str) -> String {
    let mut socket = TcpStream::connect(address).await.unwrap();
    socket.write_all(head.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    while !answer.windows(4).any(|end| end == b"\r\n\r\n") {
        let mut buffer = [0; 1024];
        let length = socket.read(&mut buffer).await.unwrap();
        if length == 0 {
            break;
        }
        answer.extend_from_slice(&buffer[..length]);
    }
    String::from_utf8(answer).unwrap()
}
