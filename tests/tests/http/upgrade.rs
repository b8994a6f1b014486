//! The upgrade request: who is admitted, and what the others are told.

use mego::prelude::*;

use crate::{request, serve};

/// An upgrade request with these lines instead of, or beside, the usual ones.
fn upgrade(changes: &[(&str, Option<&str>)]) -> String {
    let mut headers = vec![
        ("Host", "example.com"),
        ("Connection", "keep-alive, Upgrade"),
        ("Upgrade", "websocket"),
        ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ("Sec-WebSocket-Protocol", "other, mego.v1.msgpack"),
    ];
    for (name, value) in changes {
        headers.retain(|(header, _)| header != name);
        headers.extend(value.map(|value| (*name, value)));
    }
    let lines: String = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    format!("GET /mego HTTP/1.1\r\n{lines}\r\n")
}

#[tokio::test]
async fn a_proper_request_is_upgraded_with_the_subprotocol() {
    let address = serve(Engine::new()).await;
    let answer = request(address, &upgrade(&[])).await.to_lowercase();
    assert!(answer.starts_with("http/1.1 101"), "{answer}");
    assert!(
        answer.contains("sec-websocket-protocol: mego.v1.msgpack\r\n"),
        "{answer}"
    );
    // The key and the answer are the sample of RFC 6455.
    assert!(
        answer.contains("sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=\r\n"),
        "{answer}"
    );
}

#[tokio::test]
async fn what_is_missing_is_named() {
    let address = serve(Engine::new()).await;
    for (change, status) in [
        (("Sec-WebSocket-Protocol", None), "400"),
        (("Sec-WebSocket-Protocol", Some("chat")), "400"),
        (("Sec-WebSocket-Protocol", Some("MEGO.v1.msgpack")), "400"),
        (("Sec-WebSocket-Version", Some("8")), "426"),
        (("Sec-WebSocket-Key", None), "400"),
        (("Sec-WebSocket-Key", Some("!!NoZSBub25jZSB0aGUgbg==")), "400"),
        (("Sec-WebSocket-Key", Some("short==")), "400"),
        (("Host", None), "400"),
        (("Upgrade", None), "426"),
        (("Connection", Some("close")), "426"),
    ] {
        let answer = request(address, &upgrade(&[change])).await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{change:?}: {answer}"
        );
    }
}

#[tokio::test]
async fn pages_of_other_hosts_are_refused_unless_they_are_listed() {
    let address = serve(Engine::new().allow_origin("https://app.example.org")).await;
    for (origin, status) in [
        ("http://example.com", "101"),
        ("https://app.example.org", "101"),
        ("https://evil.org", "403"),
        ("http://example.com.evil.org", "403"),
        ("null", "403"),
    ] {
        let answer = request(address, &upgrade(&[("Origin", Some(origin))])).await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{origin}: {answer}"
        );
    }
    let open = serve(Engine::new().allow_any_origin()).await;
    let answer = request(open, &upgrade(&[("Origin", Some("https://evil.org"))])).await;
    assert!(answer.starts_with("HTTP/1.1 101"), "{answer}");
}

#[tokio::test]
async fn the_path_is_the_engines_choice() {
    let address = serve(Engine::new().path("/api/socket")).await;
    assert!(request(address, &upgrade(&[])).await.starts_with("HTTP/1.1 404"));
    let elsewhere = upgrade(&[]).replace("/mego", "/api/socket");
    assert!(request(address, &elsewhere).await.starts_with("HTTP/1.1 101"));
}

#[tokio::test]
async fn a_closed_engine_accepts_nobody() {
    let engine = Engine::new();
    let handle = engine.handle();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let running = tokio::spawn(engine.serve(listener));
    assert!(request(address, &upgrade(&[])).await.starts_with("HTTP/1.1 101"));
    handle.close().await;
    running.await.unwrap().unwrap();
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}
