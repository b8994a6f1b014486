//! The client over a real socket.

use std::net::SocketAddr;
use std::time::Duration;

use mego::call;
use mego::client::{CallError, Client, ConnectionState};
use mego::prelude::*;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::played::{is_closed, is_connected, is_reconnecting, reached};

#[mego::method]
async fn numbers(count: u32) -> Vec<u32> {
    (0..count).collect()
}

#[mego::method]
async fn letters(text: String) -> usize {
    text.len()
}

#[mego::method]
async fn header(client: ClientInfo, name: String) -> Option<String> {
    client.header(&name).map(str::to_owned)
}

#[mego::method]
async fn count(to: u32) -> impl Stream<Item = u32> {
    futures_util::stream::iter(0..to)
}

#[mego::method]
async fn leave(session: Session) {
    session.disconnect(mego::wire::CloseCode(4950), "enough");
}

/// Somebody wrote in a room.
#[mego::event]
struct NewMessage {
    text: String,
}

struct Server {
    address: SocketAddr,
    handle: Handle,
    task: JoinHandle<mego::Result<()>>,
}

impl Server {
    async fn start(address: &str) -> Server {
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let engine = Engine::new()
            // Nobody waits for a test.
            .limits(Limits::default().drain_window(Duration::from_millis(20)))
            .register(methods![numbers, letters, header, count, leave])
            .register(events![NewMessage]);
        let handle = engine.handle();
        let task = tokio::spawn(engine.serve(listener));
        Server {
            address,
            handle,
            task,
        }
    }

    fn url(&self) -> String {
        format!("ws://{}/mego", self.address)
    }

    async fn stop(self) {
        self.handle.close().await;
        self.task.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn calls_events_and_streams_go_over_a_socket() {
    let server = Server::start("127.0.0.1:0").await;
    let client = Client::connect(&server.url()).await.unwrap();
    assert!(client.session_id().is_some());
    assert_eq!(call!(client, letters, "x".repeat(60_000)).await.unwrap(), 60_000);
    // More elements than a server takes in a message, and as many as there is room for in a result.
    assert_eq!(call!(client, numbers, 200_000).await.unwrap().len(), 200_000);
    let mut news = client.subscribe::<NewMessage>("news").await.unwrap();
    server.handle.to("news").emit(&NewMessage {
        text: "hello".to_owned(),
    });
    assert_eq!(news.next().await.unwrap().text, "hello");
    let mut numbers = call!(client, count, 300);
    let mut next = 0;
    while let Some(number) = numbers.next().await {
        assert_eq!(number.unwrap(), next);
        next += 1;
    }
    assert_eq!(next, 300);
    client.close().await;
    assert!(is_closed(&client.state().borrow()));
    server.stop().await;
}

#[tokio::test]
async fn headers_go_with_the_upgrade() {
    let server = Server::start("127.0.0.1:0").await;
    let client = Client::builder(&server.url())
        .header("x-tenant", "blue")
        .connect()
        .await
        .unwrap();
    assert_eq!(
        call!(client, header, "x-tenant".to_owned())
            .await
            .unwrap()
            .as_deref(),
        Some("blue")
    );
    server.stop().await;
}

#[tokio::test]
async fn many_large_calls_at_once_do_not_stop_either_side() {
    let server = Server::start("127.0.0.1:0").await;
    let client = Client::connect(&server.url()).await.unwrap();
    // Far more than the buffers of a socket hold, both ways.
    let letters = (0..100).map(|_| call!(client, letters, "x".repeat(60_000)).into_future());
    let numbers = (0..50).map(|_| call!(client, numbers, 100_000).into_future());
    let (letters, numbers) = tokio::join!(
        futures_util::future::join_all(letters),
        futures_util::future::join_all(numbers)
    );
    assert!(letters.into_iter().all(|length| length.unwrap() == 60_000));
    assert!(
        numbers
            .into_iter()
            .all(|numbers| numbers.unwrap().len() == 100_000)
    );
    server.stop().await;
}

#[tokio::test]
async fn a_server_that_is_started_anew_is_found_again() {
    let server = Server::start("127.0.0.1:0").await;
    let address = server.address;
    let client = Client::builder(&server.url())
        .back_off(Duration::from_millis(5), Duration::from_millis(20))
        .connect()
        .await
        .unwrap();
    let mut states = client.state();
    let mut news = client.subscribe::<NewMessage>("news").await.unwrap();
    server.stop().await;
    reached(&mut states, is_reconnecting).await;
    let waiting = tokio::spawn(call!(client, letters, "abc".to_owned()).into_future());
    let server = Server::start(&address.to_string()).await;
    assert_eq!(waiting.await.unwrap().unwrap(), 3);
    reached(&mut states, is_connected).await;
    // Asked for before the call that waited, so that it is there.
    server.handle.to("news").emit(&NewMessage {
        text: "back".to_owned(),
    });
    assert_eq!(news.next().await.unwrap().text, "back");
    server.stop().await;
}

#[tokio::test]
async fn a_close_of_the_server_says_why() {
    let server = Server::start("127.0.0.1:0").await;
    let client = Client::connect(&server.url()).await.unwrap();
    // The answer may be overtaken by the close.
    let _ = call!(client, leave).await;
    let state = reached(&mut client.state(), is_closed).await;
    let ConnectionState::Closed {
        reason,
        code: Some(code),
    } = state
    else {
        panic!("{state:?}")
    };
    assert_eq!(code.0, 4950);
    assert!(reason.contains("enough"), "{reason}");
    server.stop().await;
}

#[tokio::test]
async fn whatever_is_no_server_says_so() {
    let server = Server::start("127.0.0.1:0").await;
    let other_path = format!("ws://{}/other", server.address);
    let error = Client::connect(&other_path).await.unwrap_err();
    assert!(error.to_string().contains("404"), "{error}");
    // A refusal that lasts ends a client that would wait.
    let client = Client::builder(&other_path).open().unwrap();
    let error = call!(client, letters, "x".to_owned()).await.unwrap_err();
    assert!(
        matches!(&error, CallError::Disconnected { maybe_executed: false, reason } if reason.contains("404")),
        "{error}"
    );
    let address = server.address;
    server.stop().await;
    let error = Client::connect(&format!("ws://{address}/mego"))
        .await
        .unwrap_err();
    assert!(error.to_string().contains("cannot connect to"), "{error}");
    for url in ["http://127.0.0.1/mego", "127.0.0.1", ""] {
        assert!(Client::connect(url).await.is_err(), "{url}");
        assert!(Client::builder(url).open().is_err(), "{url}");
    }
}

#[tokio::test]
async fn a_server_that_is_closing_is_asked_again() {
    // Answers 503 to everybody, once to each.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let client = Client::builder(&format!("ws://{address}/mego"))
        .back_off(Duration::from_millis(1), Duration::from_millis(2))
        .open()
        .unwrap();
    for _ in 0..3 {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut request = [0; 4096];
        assert!(socket.read(&mut request).await.unwrap() > 0);
        socket
            .write_all(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 7\r\n\r\nclosing")
            .await
            .unwrap();
    }
    assert_eq!(*client.state().borrow(), ConnectionState::Connecting);
}
