//! What those who run a server need: health, metrics, TLS, proxies, limits by address, and an orderly end.

use std::process::Stdio;
use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use futures_util::{SinkExt, StreamExt};
use mego::Error;
use mego::prelude::*;
use mego::wire::{Frame, Frames};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use tokio_tungstenite::tungstenite::Message;

use crate::socket::{close_code, connect, connect_with, message, receive, start};
use crate::{request, serve, sum};

async fn get_path(address: std::net::SocketAddr, path: &str) -> String {
    let mut socket = TcpStream::connect(address).await.unwrap();
    let head = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    socket.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn health_is_told_until_the_end() {
    let engine = Engine::new();
    let handle = engine.handle();
    let address = serve(engine).await;
    assert!(get_path(address, "/healthz").await.starts_with("HTTP/1.1 200"));
    assert!(get_path(address, "/readyz").await.starts_with("HTTP/1.1 200"));
    handle.set_not_ready();
    assert!(get_path(address, "/healthz").await.starts_with("HTTP/1.1 200"));
    assert!(get_path(address, "/readyz").await.starts_with("HTTP/1.1 503"));
    // Not ready is not closed: who comes all the same is served.
    connect(address).await;
    let nothing = get_path(address, "/nothing").await;
    assert!(
        nothing.starts_with("HTTP/1.1 404") && nothing.contains("/mego"),
        "{nothing}"
    );
}

#[tokio::test]
async fn a_development_server_shows_its_contract() {
    let answer = get_path(
        serve(Engine::new().path("/api/socket")).await,
        "/api/socket/contract.json",
    )
    .await;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert!(head.contains("content-type: application/json"), "{head}");
    let contract = mego::contract::Contract::from_json(body).unwrap();
    let names: Vec<_> = contract.methods().map(|method| method.name.as_str()).collect();
    assert_eq!(names, ["sum", "header"]);

    let answer = get_path(
        serve(Engine::new().serve_contract(false)).await,
        "/mego/contract.json",
    )
    .await;
    assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
}

#[tokio::test]
async fn the_routes_of_a_user_stand_behind_megos_own() {
    let routes = Router::new()
        .route("/", get("a page"))
        .route("/healthz", get("not mine"));
    let address = serve(
        Engine::new()
            .routes(routes)
            .routes(Router::new().route("/more", get("more"))),
    )
    .await;
    assert!(get_path(address, "/").await.ends_with("a page"));
    assert!(get_path(address, "/more").await.ends_with("more"));
    assert!(get_path(address, "/healthz").await.ends_with("healthy\n"));
    assert!(get_path(address, "/nothing").await.starts_with("HTTP/1.1 404"));
    connect(address).await;
}

#[mego::method]
async fn counted(n: u32) -> mego::Result<u32> {
    if n == 0 {
        return Err(Error::new(Status::Full, "no room"));
    }
    Ok(n)
}

/// Something to count.
#[mego::event]
struct Tick {}

#[tokio::test]
async fn what_is_counted_is_shown_to_prometheus() {
    let engine = Engine::new()
        .prometheus("/metrics")
        .register(methods![counted])
        .register(events![Tick]);
    let address = serve(engine).await;
    let mut socket = connect(address).await;
    for (id, n) in [(1, 0), (3, 1), (5, 2)] {
        start(&mut socket, id, "counted", &[0x91, n]).await;
        receive(&mut socket).await;
    }
    socket
        .send(Message::Binary(message(&Frame::Sub {
            id: 7,
            event: "tick",
            channel: "all",
        })))
        .await
        .unwrap();
    receive(&mut socket).await;
    let mut broken = connect(address).await;
    broken.send(Message::Binary(vec![0xc1].into())).await.unwrap();
    assert_eq!(close_code(&mut broken).await, 4400);
    let text = get_path(address, "/metrics").await;
    assert!(text.contains("content-type: text/plain"), "{text}");
    for line in [
        r#"mego_calls_total{method="counted",status="Full"} 1"#,
        r#"mego_calls_total{method="counted",status="OK"} 2"#,
        r#"mego_call_seconds_count{method="counted"} 3"#,
        r#"mego_malformed_total{reason=""#,
        r#"mego_closed_total{code="4400"}"#,
        "mego_connections ",
        "mego_subscriptions 1",
    ] {
        assert!(text.contains(line), "{line} in\n{text}");
    }
}

#[tokio::test]
async fn metrics_have_a_path_of_their_own() {
    let error = Engine::new().prometheus("/mego").router().unwrap_err();
    assert!(error.problems()[0].contains("`/mego`"), "{error}");
}

#[tokio::test]
async fn tls_is_served_and_a_bad_certificate_is_named() {
    let folder = std::env::temp_dir().join(format!("mego-tls-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (certificate, key) = (folder.join("cert.pem"), folder.join("key.pem"));
    let pair = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    std::fs::write(&certificate, pair.cert.pem()).unwrap();
    std::fs::write(&key, pair.signing_key.serialize_pem()).unwrap();

    let error = Engine::new().tls(&key, &certificate).router().unwrap_err();
    assert!(error.problems()[0].contains("key.pem"), "{error}");
    let error = Engine::new()
        .tls(folder.join("nothing.pem"), &key)
        .router()
        .unwrap_err();
    assert!(error.problems()[0].contains("nothing.pem"), "{error}");

    let address = serve(Engine::new().tls(&certificate, &key)).await;
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_file(&certificate).unwrap())
        .unwrap();
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let tcp = TcpStream::connect(address).await.unwrap();
    let tls = TlsConnector::from(Arc::new(config))
        .connect(ServerName::try_from("localhost").unwrap(), tcp)
        .await
        .unwrap();
    let mut socket = Box::pin(connect_with(tls, "wss://localhost/mego", &[])).await;
    start(&mut socket, 1, "sum", &[0x92, 1, 2]).await;
    assert_eq!(receive(&mut socket).await, [0x93, 18, 1, 3].as_slice());

    // The Rust client, too, when it is told whom to trust.
    let url = format!("wss://localhost:{}/mego", address.port());
    let client = mego::client::Client::builder(&url)
        .trust(&certificate)
        .connect()
        .await
        .unwrap();
    assert_eq!(mego::call!(client, sum, 1, 2).await.unwrap(), 3);
    let error = mego::client::Client::connect(&url).await.unwrap_err();
    assert!(error.to_string().contains("certificate"), "{error}");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[mego::method]
async fn address(client: ClientInfo) -> (Option<String>, bool) {
    let ip = client.ip().map(|ip| ip.to_string());
    (
        ip,
        client.address().is_some_and(|address| address.ip().is_loopback()),
    )
}

#[tokio::test]
async fn a_proxy_is_believed_where_it_is_named() {
    for (engine, expected) in [
        (Engine::new(), "127.0.0.1"),
        (Engine::new().trust_proxy("127.0.0.0/8"), "203.0.113.7"),
    ] {
        let engine = engine.register(methods![address]);
        let server = serve(engine).await;
        let tcp = TcpStream::connect(server).await.unwrap();
        let headers = [("x-forwarded-for", "6.6.6.6, 203.0.113.7")];
        let mut socket = connect_with(tcp, &format!("ws://{server}/mego"), &headers).await;
        start(&mut socket, 1, "address", &[0xc0]).await;
        let answer = receive(&mut socket).await;
        let Some(Ok(Frame::Ok { result, .. })) = Frames::new(&answer).next() else {
            panic!()
        };
        let (ip, is_loopback): (String, bool) = mego::wire::decode(result).unwrap();
        assert_eq!((ip.as_str(), is_loopback), (expected, true));
    }
    let error = Engine::new().trust_proxy("proxy.local").router().unwrap_err();
    assert!(error.problems()[0].contains("`proxy.local`"), "{error}");
}

#[tokio::test]
async fn an_address_has_so_many_connections() {
    let engine = Engine::new()
        .trust_proxy("127.0.0.1")
        .limits(Limits::default().max_connections_per_address(2));
    let server = serve(engine).await;
    let from = async |address: &str| {
        let tcp = TcpStream::connect(server).await.unwrap();
        crate::socket::open(
            tcp,
            &format!("ws://{server}/mego"),
            &[("x-forwarded-for", address)],
        )
        .await
    };
    let first = from("203.0.113.7").await;
    let _second = from("203.0.113.7").await;
    let mut third = from("203.0.113.7").await;
    assert_eq!(close_code(&mut third).await, 4408);
    let mut other = from("203.0.113.8").await;
    crate::socket::greet(&mut other).await;
    drop(first);
    // The place is free when the server has seen it.
    loop {
        let mut again = from("203.0.113.7").await;
        again
            .send(Message::Binary(message(&Frame::Hello(Box::new(
                mego::wire::Hello {
                    version: 1,
                    ..mego::wire::Hello::default()
                },
            )))))
            .await
            .unwrap();
        if let Message::Binary(_) = again.next().await.unwrap().unwrap() {
            break;
        }
    }
}

/// Starts the server and gives it with its port.
async fn slow_server() -> (Child, std::net::SocketAddr) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_slow_server"))
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let address = loop {
        let line = lines
            .next_line()
            .await
            .unwrap()
            .expect("the server says where it listens");
        if let Some((_, rest)) = line.split_once("listening on ws://") {
            break rest.trim_end_matches("/mego").parse().unwrap();
        }
    };
    // Whatever else it says is read, so that it can say it.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    (child, address)
}

async fn tell(child: &Child, signal: &str) {
    let pid = child.id().unwrap().to_string();
    assert!(
        Command::new("kill")
            .args([signal, &pid])
            .status()
            .await
            .unwrap()
            .success()
    );
}

#[tokio::test]
async fn sigterm_answers_what_is_in_flight_and_exits_with_0() {
    let (mut child, address) = slow_server().await;
    let mut sockets = Vec::new();
    for _ in 0..200 {
        sockets.push(connect(address).await);
    }
    for (n, socket) in sockets.iter_mut().take(50).enumerate() {
        start(socket, 1, "hold", &[0x91, u8::try_from(n).unwrap()]).await;
        // Answered after it, so that the first has been seen.
        start(socket, 3, "nothing", &[0xc0]).await;
        receive(socket).await;
    }
    tell(&child, "-TERM").await;
    let (mut answers, mut goodbyes) = (0, 0);
    for (n, socket) in sockets.iter_mut().enumerate() {
        loop {
            match socket.next().await.unwrap().unwrap() {
                Message::Binary(bytes) => {
                    for frame in Frames::new(&bytes) {
                        match frame.unwrap() {
                            Frame::GoAway { code: 1012, .. } => goodbyes += 1,
                            Frame::Ok { id: 1, result } => {
                                assert_eq!(result, [u8::try_from(n).unwrap()]);
                                answers += 1;
                            }
                            other => panic!("{other:?}"),
                        }
                    }
                }
                Message::Close(Some(frame)) => {
                    assert_eq!(u16::from(frame.code), 1012);
                    break;
                }
                other => panic!("{other:?}"),
            }
        }
    }
    assert_eq!((answers, goodbyes), (50, 200));
    assert_eq!(child.wait().await.unwrap().code(), Some(0));
    // Nobody listens there any more.
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_second_signal_ends_the_process_at_once() {
    let (mut child, address) = slow_server().await;
    let mut socket = connect(address).await;
    start(&mut socket, 1, "holdForEver", &[0xc0]).await;
    start(&mut socket, 3, "nothing", &[0xc0]).await;
    receive(&mut socket).await;
    tell(&child, "-TERM").await;
    // GoAway: the first has been seen.
    receive(&mut socket).await;
    tell(&child, "-TERM").await;
    assert_eq!(child.wait().await.unwrap().code(), Some(143));
}

#[tokio::test]
async fn health_can_stand_in_an_app_of_ones_own() {
    let app = Engine::new().health().router().unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    let answer = request(
        address,
        "GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    )
    .await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}
