//! Handshake, pings and silence, on paused time.

use std::time::Duration;

use mego::prelude::*;
use mego::transport::memory::MemoryServer;
use mego::wire::{CloseCode, Frame, Hello};
use tests::{Client, Owned};
use tokio::time::Instant;

fn server() -> MemoryServer {
    Engine::new().in_memory().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_client_without_hello_is_closed_after_five_seconds() {
    let begun = Instant::now();
    let mut client = Client::silent(&server());
    assert_eq!(
        client.receive().await,
        Owned::Closed(CloseCode::HANDSHAKE_TIMEOUT)
    );
    assert_eq!(begun.elapsed().as_secs(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_silent_client_is_pinged_after_25_and_closed_after_36_seconds() {
    let server = server();
    let mut client = Client::connect(&server).await;
    let begun = Instant::now();
    assert_eq!(client.receive().await, Owned::Ping);
    assert_eq!(begun.elapsed().as_secs(), 25);
    assert_eq!(client.receive().await, Owned::Closed(CloseCode::PING_TIMEOUT));
    assert_eq!(begun.elapsed().as_secs(), 36);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_answers_stays() {
    let server = server();
    let mut client = Client::connect(&server).await;
    let begun = Instant::now();
    for _ in 0..100 {
        assert_eq!(client.receive().await, Owned::Ping);
        client.send(&Frame::Pong { value: None });
    }
    assert_eq!(begun.elapsed().as_secs(), 2_500);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_only_talks_hears_from_the_server_all_the_same() {
    let server = server();
    let mut client = Client::connect(&server).await;
    let begun = Instant::now();
    // A Pong that nobody asked for is nothing to answer.
    for _ in 0..3 {
        tokio::time::sleep(Duration::from_secs(10)).await;
        client.send(&Frame::Pong { value: None });
    }
    assert_eq!(client.receive().await, Owned::Ping);
    assert!(begun.elapsed() <= Duration::from_secs(36));
}

#[mego::method(timeout = "5min")]
async fn wait_a_minute() {
    tokio::time::sleep(Duration::from_secs(60)).await;
}

#[tokio::test(start_paused = true)]
async fn a_client_that_the_server_does_not_read_from_is_not_given_up() {
    let limits = Limits::default().max_calls(1).deadline(Duration::from_secs(300));
    let server = Engine::new()
        .limits(limits)
        .register(methods![wait_a_minute])
        .in_memory()
        .unwrap();
    let mut client = Client::connect(&server).await;
    // The second has to wait for the first, and the Pong behind it for both.
    client.notify("waitAMinute", ());
    client.notify("waitAMinute", ());
    client.send(&Frame::Pong { value: None });
    client.send(&Frame::Ping { value: Some(&[1]) });
    let begun = Instant::now();
    loop {
        match client.receive().await {
            Owned::Ping => client.send(&Frame::Pong { value: None }),
            other => break assert_eq!(other, Owned::Pong(Some(vec![1]))),
        }
    }
    assert_eq!(begun.elapsed().as_secs(), 60);
}

#[tokio::test]
async fn a_ping_is_answered_with_its_value() {
    let server = server();
    let mut client = Client::connect(&server).await;
    client.send(&Frame::Ping { value: Some(&[42]) });
    assert_eq!(client.receive().await, Owned::Pong(Some(vec![42])));
}

#[tokio::test]
async fn text_is_refused_with_1003() {
    let server = server();
    let mut client = Client::connect(&server).await;
    client.send_text();
    assert_eq!(client.closed().await, CloseCode::UNSUPPORTED);
}

#[tokio::test]
async fn another_version_is_refused_with_an_error_and_4406() {
    let mut client = Client::silent(&server());
    client.send(&Frame::Hello(Box::new(Hello {
        version: 2,
        ..Hello::default()
    })));
    match client.receive().await {
        Owned::Err(failure) => assert_eq!((failure.id, failure.is_fault), (0, true)),
        other => panic!("{other:?}"),
    }
    assert_eq!(
        client.receive().await,
        Owned::Closed(CloseCode::NO_COMMON_VERSION)
    );
}
