//! How a client introduces itself: its token, and what becomes of it when it is refused.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use mego::client::{CallError, Client, ConnectionState};
use mego::prelude::*;
use mego::wire::WelcomeLimits;
use mego::{Error, call};
use tokio::time::Instant;

use crate::played::{Said, is_closed, is_connected, is_reconnecting, played, reached};

#[mego::method]
async fn echo(text: String) -> String {
    text
}

#[tokio::test(start_paused = true)]
async fn a_server_that_does_not_say_welcome_is_given_up_after_10_seconds() {
    let (builder, mut connections) = played();
    let begun = Instant::now();
    let error = builder.connect().await.unwrap_err();
    assert_eq!(begun.elapsed().as_secs(), 10);
    assert!(error.to_string().contains("welcome"), "{error}");
    // Who connects is told, and asks again by itself if it wants to.
    let mut played = connections.next().await;
    assert!(matches!(played.next().await, Said::Hello { .. }));
    assert!(played.try_next().await.is_none());
    assert!(connections.is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_token_is_asked_for_at_each_connect_and_at_once_when_it_has_expired() {
    let (builder, mut connections) = played();
    let tokens = Arc::new(AtomicU32::new(0));
    let client = builder
        .token_with(move || {
            let token = tokens.fetch_add(1, Ordering::Relaxed);
            async move { Ok(format!("token {token}")) }
        })
        .name("tests 1.0")
        .data(&7)
        .open()
        .unwrap();
    for attempt in 0..3 {
        let mut played = connections.next().await;
        let expected = Said::Hello {
            token: Some(format!("token {attempt}")),
            data: Some(vec![7]),
            name: Some("tests 1.0".to_owned()),
        };
        assert_eq!(played.next().await, expected);
        played.welcome(WelcomeLimits::default());
        reached(&mut client.state(), is_connected).await;
        // A good connection, after which the next attempt is the first again.
        tokio::time::sleep(Duration::from_secs(11)).await;
        let begun = Instant::now();
        played.close(4006);
        if attempt < 2 {
            reached(&mut client.state(), is_reconnecting).await;
            assert!(begun.elapsed().is_zero());
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_that_is_not_to_be_had_is_asked_for_again() {
    let (builder, mut connections) = played();
    let asked = Arc::new(AtomicU32::new(0));
    let times = Arc::clone(&asked);
    let _client = builder
        .token_with(move || {
            let time = times.fetch_add(1, Ordering::Relaxed);
            async move {
                match time {
                    0..3 => Err(Error::internal("the service is down")),
                    _ => Ok("token".to_owned()),
                }
            }
        })
        .open()
        .unwrap();
    let _played = connections.welcomed().await;
    assert_eq!(asked.load(Ordering::Relaxed), 4);
}

async fn refuse(session: Session) -> mego::Result<()> {
    match session.token().as_deref() {
        Some("good") => session.set_user("somebody"),
        Some("later") => Err(Error::new(Status::Busy, "come back later")),
        _ => Err(Error::new(Status::NotAuthorized, "who are you?")),
    }
}

#[tokio::test(start_paused = true)]
async fn a_refusal_says_its_status() {
    let server = Engine::new()
        .on_connect(refuse)
        .register(methods![echo])
        .in_memory()
        .unwrap();
    let error = Client::in_memory(&server).connect().await.unwrap_err();
    assert_eq!(error.status(), Some(Status::NotAuthorized));
    assert_eq!(error.close_code().map(|code| code.0), Some(4401));
    assert_eq!(error.to_string(), "NotAuthorized: who are you?");
    // Without waiting for the first attempt, calls learn of it.
    let client = Client::in_memory(&server).token("bad").open().unwrap();
    let error = call!(client, echo, "x".to_owned()).await.unwrap_err();
    assert!(
        matches!(&error, CallError::Disconnected { maybe_executed: false, reason } if reason.contains("who are you?")),
        "{error}"
    );
    let client = Client::in_memory(&server).token("good").connect().await.unwrap();
    assert_eq!(call!(client, echo, "x".to_owned()).await.unwrap(), "x");
    // This one comes back, for as long as it is told to.
    let client = Client::in_memory(&server).token("later").open().unwrap();
    let error = call!(client, echo, "x".to_owned()).await.unwrap_err();
    assert!(
        matches!(&error, CallError::Disconnected { reason, .. } if reason.contains("30 s")),
        "{error}"
    );
    assert!(!is_closed(&client.state().borrow()));
}

#[tokio::test]
async fn a_fresh_token_is_shown_on_the_live_connection() {
    async fn look(session: Session) -> mego::Result<()> {
        match session.token().as_deref() {
            Some("old" | "new") => session.set_user("somebody"),
            Some("worn") => Err(Error::new(Status::NotAuthorized, "worn out")),
            _ => session.set_user("somebody else"),
        }
    }
    let (set, token) = tokio::sync::watch::channel("old");
    let server = Engine::new()
        .on_connect(look)
        .on_auth(look)
        .register(methods![echo])
        .in_memory()
        .unwrap();
    let client = Client::in_memory(&server)
        .token_with(move || std::future::ready(Ok((*token.borrow()).to_owned())))
        .connect()
        .await
        .unwrap();
    set.send_replace("new");
    client.authenticate().await.unwrap();
    set.send_replace("worn");
    let error = client.authenticate().await.unwrap_err();
    assert_eq!(error.status(), Some(Status::NotAuthorized));
    let state = reached(&mut client.state(), is_closed).await;
    assert!(matches!(&state, ConnectionState::Closed { code: Some(code), .. } if code.0 == 4401));
    let without = server.client();
    assert!(matches!(without.authenticate().await, Err(CallError::Invalid(_))));
}
