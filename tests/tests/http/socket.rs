//! A real socket: sizes, text, early frames, slow requests.

use std::net::SocketAddr;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use mego::prelude::*;
use mego::wire::{CallOptions, Frame, Frames, Hello, RawParams};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Bytes, Message};

use crate::serve;

pub(crate) type Socket<S = TcpStream> = WebSocketStream<S>;

pub(crate) async fn connect(address: SocketAddr) -> Socket {
    let tcp = TcpStream::connect(address).await.unwrap();
    connect_with(tcp, &format!("ws://{address}/mego"), &[("user-agent", "test")]).await
}

/// Connects over this stream, with these headers, and is welcome.
pub(crate) async fn connect_with<S>(stream: S, url: &str, headers: &[(&'static str, &str)]) -> Socket<S>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut socket = open(stream, url, headers).await;
    greet(&mut socket).await;
    socket
}

/// Connects and says nothing.
pub(crate) async fn open<S>(stream: S, url: &str, headers: &[(&'static str, &str)]) -> Socket<S>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut request = url.into_client_request().unwrap();
    for (name, value) in headers
        .iter()
        .chain(&[("sec-websocket-protocol", "mego.v1.msgpack")])
    {
        request.headers_mut().insert(*name, value.parse().unwrap());
    }
    tokio_tungstenite::client_async(request, stream).await.unwrap().0
}

/// Says Hello and is welcome.
pub(crate) async fn greet<S: AsyncRead + AsyncWrite + Unpin>(socket: &mut Socket<S>) {
    let hello = Frame::Hello(Box::new(Hello {
        version: 1,
        ..Hello::default()
    }));
    socket.send(Message::Binary(message(&hello))).await.unwrap();
    let welcome = receive(socket).await;
    assert!(matches!(
        Frames::new(&welcome).next(),
        Some(Ok(Frame::Welcome(_)))
    ));
}

pub(crate) fn message(frame: &Frame<'_>) -> Bytes {
    let mut bytes = Vec::new();
    frame.write(&mut bytes);
    bytes.into()
}

pub(crate) async fn receive<S: AsyncRead + AsyncWrite + Unpin>(socket: &mut Socket<S>) -> Bytes {
    match socket.next().await.unwrap().unwrap() {
        Message::Binary(bytes) => bytes,
        other => panic!("{other:?}"),
    }
}

pub(crate) async fn close_code(socket: &mut Socket) -> u16 {
    loop {
        match socket
            .next()
            .await
            .expect("a close comes before the end")
            .unwrap()
        {
            Message::Close(Some(frame)) => return frame.code.into(),
            Message::Binary(_) => {}
            other => panic!("{other:?}"),
        }
    }
}

/// Sends a call and waits for nothing.
pub(crate) async fn start<S: AsyncRead + AsyncWrite + Unpin>(
    socket: &mut Socket<S>,
    id: u32,
    method: &str,
    params: &[u8],
) {
    let params = RawParams::new(params).unwrap();
    let frame = Frame::Call {
        id,
        method,
        params,
        options: CallOptions::default(),
    };
    socket.send(Message::Binary(message(&frame))).await.unwrap();
}

async fn call(socket: &mut Socket, id: u32, method: &str, params: &[u8]) -> Bytes {
    start(socket, id, method, params).await;
    receive(socket).await
}

#[tokio::test]
async fn a_call_is_answered() {
    let address = serve(Engine::new()).await;
    let mut socket = connect(address).await;
    assert_eq!(
        call(&mut socket, 1, "sum", &[0x92, 1, 2]).await,
        [0x93, 18, 1, 3].as_slice()
    );
}

#[tokio::test]
async fn the_client_is_known_by_address_and_headers() {
    let address = serve(Engine::new()).await;
    let mut socket = connect(address).await;
    for (id, name, value) in [
        (1, "user-agent", Some("test")),
        (3, "User-Agent", Some("test")),
        (5, "upgrade", None),
    ] {
        let params = mego::wire::encode(&[name]).unwrap();
        let answer = call(&mut socket, id, "header", &params).await;
        let expected = mego::wire::encode(&(value, true)).unwrap();
        assert!(
            matches!(Frames::new(&answer).next(), Some(Ok(Frame::Ok { result, .. })) if result == expected)
        );
    }
}

#[tokio::test]
async fn text_closes_with_1003() {
    let address = serve(Engine::new()).await;
    let mut socket = connect(address).await;
    socket.send(Message::text("hello")).await.unwrap();
    assert_eq!(close_code(&mut socket).await, 1003);
}

#[tokio::test]
async fn a_message_over_the_limit_closes_with_1009_before_it_is_there() {
    let address = serve(Engine::new()).await;
    let mut socket = connect(address).await;
    // The header says 65,537 bytes, and none of them follow.
    let tcp = socket.get_mut();
    tcp.write_all(&[0x82, 0xff, 0, 0, 0, 0, 0, 1, 0, 1, 1, 2, 3, 4])
        .await
        .unwrap();
    assert_eq!(close_code(&mut socket).await, 1009);
}

#[tokio::test]
async fn a_malformed_message_closes_with_4400_and_others_are_not_concerned() {
    let address = serve(Engine::new()).await;
    let mut other = connect(address).await;
    let mut socket = connect(address).await;
    socket
        .send(Message::Binary(Bytes::from_static(&[0xc1])))
        .await
        .unwrap();
    assert_eq!(close_code(&mut socket).await, 4400);
    assert_eq!(
        call(&mut other, 1, "sum", &[0x92, 1, 2]).await,
        [0x93, 18, 1, 3].as_slice()
    );
}

#[tokio::test]
async fn a_large_result_arrives_whole() {
    #[mego::method]
    async fn text(length: usize) -> String {
        "x".repeat(length)
    }
    let address = serve(Engine::new().register(methods![text])).await;
    let mut socket = connect(address).await;
    let params = mego::wire::encode(&[1_000_000]).unwrap();
    let answer = call(&mut socket, 1, "text", &params).await;
    assert!(
        matches!(Frames::new(&answer).next(), Some(Ok(Frame::Ok { result, .. })) if result.len() == 1_000_005)
    );
}

#[tokio::test]
async fn a_thousand_calls_at_once_are_all_answered() {
    let address = serve(Engine::new()).await;
    let mut socket = connect(address).await;
    let mut bytes = Vec::new();
    for n in 0..1_000 {
        let params = RawParams::new(&[0x92, 1, 2]).unwrap();
        Frame::Call {
            id: 2 * n + 1,
            method: "sum",
            params,
            options: CallOptions::default(),
        }
        .write(&mut bytes);
    }
    socket.send(Message::Binary(bytes.into())).await.unwrap();
    let mut ids = Vec::new();
    while ids.len() < 1_000 {
        let message = receive(&mut socket).await;
        for frame in Frames::new(&message) {
            match frame.unwrap() {
                Frame::Ok { id, result: [3] } => ids.push(id),
                other => panic!("{other:?}"),
            }
        }
    }
    assert_eq!(ids, (0..1_000).map(|n| 2 * n + 1).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_request_that_is_never_finished_is_cut_off() {
    let limits = Limits::default().handshake(Duration::from_millis(50));
    let address = serve(Engine::new().limits(limits)).await;
    // Nothing at all, and half a request.
    for begun in ["", "GET /mego HTTP/1.1\r\nHost: x\r\n"] {
        let mut socket = TcpStream::connect(address).await.unwrap();
        socket.write_all(begun.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        // Comes to its end only when the server closes.
        let _ = socket.read_to_end(&mut answer).await;
    }
}

#[tokio::test]
async fn closing_says_goodbye_over_a_real_socket() {
    let engine = Engine::new();
    let handle = engine.handle();
    let address = serve(engine).await;
    let mut socket = connect(address).await;
    let closing = tokio::spawn(async move { handle.close().await });
    assert_eq!(close_code(&mut socket).await, 1012);
    drop(socket);
    closing.await.unwrap();
}

#[tokio::test]
async fn a_close_of_the_client_is_answered() {
    let address = serve(Engine::new()).await;
    let mut socket = connect(address).await;
    socket.close(None).await.unwrap();
    // The answer, and then the end: without the answer this would be an error.
    while let Some(message) = socket.next().await {
        assert!(matches!(message.unwrap(), Message::Close(_)));
    }
}

#[tokio::test]
async fn a_client_that_pings_and_does_not_read_is_not_read_from() {
    const MUCH: usize = 64 * 1024 * 1024;
    let address = serve(Engine::new()).await;
    let mut other = connect(address).await;
    let mut socket = connect(address).await;
    let tcp = socket.get_mut();
    // Masked pings of 125 bytes of nothing. What the kernel keeps on the way is a few megabytes.
    let pings = [&[0x89, 0xfd, 0, 0, 0, 0][..], &[0; 125]].concat().repeat(8_000);
    let (mut sent, mut refused, mut id) = (0, 0, 1);
    while sent < MUCH && refused < 200 {
        match tcp.try_write(&pings[sent % pings.len()..]) {
            Ok(length) => (sent, refused) = (sent + length, 0),
            Err(error) => {
                assert_eq!(error.kind(), std::io::ErrorKind::WouldBlock);
                refused += 1;
                // The server has had a turn, and could have read, when it has answered somebody else.
                call(&mut other, id, "sum", &[0x92, 1, 2]).await;
                id += 2;
            }
        }
    }
    assert!(
        sent < MUCH,
        "the server took {sent} bytes of pings and owes as much in pongs"
    );
}
