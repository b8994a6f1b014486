//! Connections that are lost, refused, silent or going away.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use mego::call;
use mego::client::{CallError, ConnectionState, WhenOffline};
use mego::prelude::*;
use mego::wire::Frame;
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::played::{Line, Played, Said, is_closed, is_connected, is_reconnecting, played, reached};

#[derive(Clone, Default)]
struct Gate {
    begun: Arc<Notify>,
    open: Arc<Notify>,
    calls: Arc<AtomicU32>,
}

#[mego::method]
async fn through(State(gate): State<Gate>) -> u32 {
    gate.pass().await
}

#[mego::method(idempotent)]
async fn through_again(State(gate): State<Gate>) -> u32 {
    gate.pass().await
}

#[mego::method]
async fn echo(text: String) -> String {
    text
}

impl Gate {
    async fn pass(&self) -> u32 {
        let call = self.calls.fetch_add(1, Ordering::SeqCst) + 1;
        self.begun.notify_one();
        self.open.notified().await;
        call
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_that_was_sent_fails_with_its_connection_and_the_next_waits_for_another() {
    let gate = Gate::default();
    let engine = Engine::new()
        .state(gate.clone())
        .register(methods![through, echo]);
    let line = Line::to(&engine.in_memory().unwrap());
    let client = line.client();
    let cut = async {
        gate.begun.notified().await;
        line.cut();
    };
    let (lost, ()) = tokio::join!(call!(client, through).into_future(), cut);
    assert!(
        matches!(
            lost,
            Err(CallError::Disconnected {
                maybe_executed: true,
                ..
            })
        ),
        "{lost:?}"
    );
    assert_eq!(call!(client, echo, "again".to_owned()).await.unwrap(), "again");
    assert_eq!((line.connections(), gate.calls.load(Ordering::SeqCst)), (2, 1));
}

#[tokio::test(start_paused = true)]
async fn an_idempotent_call_is_sent_again() {
    let gate = Gate::default();
    let engine = Engine::new()
        .state(gate.clone())
        .register(methods![through_again]);
    let line = Line::to(&engine.in_memory().unwrap());
    let client = line.client();
    let cut = async {
        gate.begun.notified().await;
        line.cut();
        gate.begun.notified().await;
        gate.open.notify_one();
    };
    let (again, ()) = tokio::join!(call!(client, through_again).into_future(), cut);
    assert_eq!(again.unwrap(), 2);
    assert_eq!(line.connections(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_shall_not_wait_fails_at_once() {
    let (builder, mut connections) = played();
    let client = builder.when_offline(WhenOffline::Fail).open().unwrap();
    let error = client.call_named::<()>("early", &()).await.unwrap_err();
    assert!(
        matches!(
            error,
            CallError::Disconnected {
                maybe_executed: false,
                ..
            }
        ),
        "{error}"
    );
    let played = connections.welcomed().await;
    let mut states = client.state();
    reached(&mut states, is_connected).await;
    drop(played);
    reached(&mut states, is_reconnecting).await;
    let begun = Instant::now();
    let error = client.call_named::<()>("late", &()).await.unwrap_err();
    assert!(
        matches!(
            error,
            CallError::Disconnected {
                maybe_executed: false,
                ..
            }
        ),
        "{error}"
    );
    assert!(begun.elapsed().is_zero());
}

#[tokio::test(start_paused = true)]
async fn a_call_waits_30_seconds_for_a_connection() {
    let (builder, _connections) = played();
    // Nobody says welcome.
    let client = builder.open().unwrap();
    let begun = Instant::now();
    let error = client.call_named::<()>("waiting", &()).await.unwrap_err();
    assert!(
        matches!(
            error,
            CallError::Disconnected {
                maybe_executed: false,
                ..
            }
        ),
        "{error}"
    );
    assert_eq!(begun.elapsed().as_secs(), 30);
}

#[tokio::test(start_paused = true)]
async fn close_codes_decide_whether_a_client_comes_back() {
    for code in [
        1001, 1011, 1012, 1013, 4001, 4002, 4003, 4004, 4007, 4399, 4800, 4899,
    ] {
        let (builder, mut connections) = played();
        let client = builder.open().unwrap();
        connections.welcomed().await.close(code);
        let _played = connections.welcomed().await;
        reached(&mut client.state(), is_connected).await;
    }
    for code in [
        1000, 1002, 1003, 1007, 1009, 4400, 4401, 4403, 4406, 4408, 4413, 4499, 4900,
    ] {
        let (builder, mut connections) = played();
        let client = builder.open().unwrap();
        connections.welcomed().await.close(code);
        let state = reached(&mut client.state(), is_closed).await;
        assert!(
            matches!(state, ConnectionState::Closed { code: Some(said), .. } if said.0 == code),
            "{state:?}"
        );
        let error = client.call_named::<()>("late", &()).await.unwrap_err();
        let CallError::Disconnected {
            maybe_executed: false,
            reason,
        } = error
        else {
            panic!("{error}")
        };
        assert!(reason.contains(&code.to_string()), "{reason}");
        assert!(connections.is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn attempts_are_spread_and_grow_rarer() {
    let (builder, mut connections) = played();
    let _client = builder.open().unwrap();
    let mut last = Instant::now();
    let mut waits = Vec::new();
    for _ in 0..40 {
        connections.next().await.close(1013);
        waits.push(last.elapsed());
        last = Instant::now();
    }
    for (attempt, wait) in waits.iter().enumerate().skip(1) {
        let longest = Duration::from_millis(250 << (attempt - 1).min(7)).min(Duration::from_secs(30));
        assert!(
            *wait <= longest + Duration::from_millis(2),
            "{wait:?} before attempt {attempt}"
        );
    }
    // Each of these waits up to 30 s; that all are short has a chance of one in 2^32.
    assert!(waits[8..].iter().any(|wait| *wait > Duration::from_secs(15)));
    assert!(waits[8..].iter().any(|wait| *wait < Duration::from_secs(15)));
}

#[tokio::test(start_paused = true)]
async fn a_silent_server_is_given_up_after_36_seconds() {
    let (builder, mut connections) = played();
    let client = builder.open().unwrap();
    let silent = connections.welcomed().await;
    let mut states = client.state();
    reached(&mut states, is_connected).await;
    let begun = Instant::now();
    // It holds the line, and a call that it never answers does not keep the client there.
    let call = tokio::spawn(client.call_named::<()>("lost", &()).into_future());
    reached(&mut states, is_reconnecting).await;
    assert_eq!(begun.elapsed().as_secs(), 36);
    let error = call.await.unwrap().unwrap_err();
    assert!(
        matches!(
            error,
            CallError::Disconnected {
                maybe_executed: true,
                ..
            }
        ),
        "{error}"
    );
    drop(silent);
    let _played = connections.welcomed().await;
    reached(&mut states, is_connected).await;
}

#[tokio::test(start_paused = true)]
async fn a_server_that_only_pings_is_there() {
    let (builder, mut connections) = played();
    let client = builder.open().unwrap();
    let mut played = connections.welcomed().await;
    for value in 0..20 {
        tokio::time::sleep(Duration::from_secs(25)).await;
        played.send(&Frame::Ping {
            value: Some(&[value]),
        });
        assert_eq!(played.next().await, Said::Pong(Some(vec![value])));
    }
    assert_eq!(*client.state().borrow(), ConnectionState::Connected);
    assert!(connections.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_quiet_connection_to_a_server_lasts() {
    let engine = Engine::new().register(methods![echo]);
    let line = Line::to(&engine.in_memory().unwrap());
    let client = line.client();
    for _ in 0..5 {
        assert_eq!(call!(client, echo, "there".to_owned()).await.unwrap(), "there");
        tokio::time::sleep(Duration::from_secs(600)).await;
    }
    assert_eq!(line.connections(), 1);
}

async fn going_away(played: &Played, window: Duration) {
    played.send(&Frame::GoAway {
        code: 1012,
        reason: "restart",
        window_ms: u64::try_from(window.as_millis()).ok(),
    });
}

#[tokio::test(start_paused = true)]
async fn a_server_that_goes_away_is_left_within_its_window_once_nothing_is_in_flight() {
    let window = Duration::from_secs(20);
    let (builder, mut connections) = played();
    let client = builder.open().unwrap();
    let mut old = connections.welcomed().await;
    let pending = tokio::spawn(client.call_named::<u8>("pending", &()).into_future());
    let id = old.next().await.call("pending");
    let begun = Instant::now();
    going_away(&old, window).await;
    // Nothing new goes to it; what is asked for waits for the next.
    let next = tokio::spawn(client.call_named::<u8>("next", &()).into_future());
    tokio::time::sleep(Duration::from_secs(25)).await;
    assert!(connections.is_empty());
    old.ok(id, &1);
    assert_eq!(pending.await.unwrap().unwrap(), 1);
    let mut new = connections.welcomed().await;
    assert_eq!(begun.elapsed().as_secs(), 25);
    let id = new.next().await.call("next");
    new.ok(id, &2);
    assert_eq!(next.await.unwrap().unwrap(), 2);
    assert!(old.try_next().await.is_none());
    // With nothing in flight, at a moment of its own.
    let begun = Instant::now();
    going_away(&new, window).await;
    let _newest = connections.welcomed().await;
    assert!(begun.elapsed() <= window);
}

#[tokio::test(start_paused = true)]
async fn a_close_fails_what_is_in_flight_and_is_heard_by_the_server() {
    let gate = Gate::default();
    let engine = Engine::new()
        .state(gate.clone())
        .register(methods![through, echo]);
    let handle = engine.handle();
    let client = engine.in_memory().unwrap().client();
    let close = async {
        gate.begun.notified().await;
        client.close().await;
    };
    let (lost, ()) = tokio::join!(call!(client, through).into_future(), close);
    assert!(
        matches!(
            lost,
            Err(CallError::Disconnected {
                maybe_executed: true,
                ..
            })
        ),
        "{lost:?}"
    );
    assert!(is_closed(&client.state().borrow()));
    assert_eq!(client.session_id(), None);
    let late = call!(client, echo, "x".to_owned()).await;
    assert!(
        matches!(
            late,
            Err(CallError::Disconnected {
                maybe_executed: false,
                ..
            })
        ),
        "{late:?}"
    );
    client.close().await;
    handle.close().await;
    assert_eq!(handle.connections(), 0);
}

#[tokio::test(start_paused = true)]
async fn the_last_handle_takes_the_connection_with_it() {
    let (builder, mut connections) = played();
    let client = builder.open().unwrap();
    let mut played = connections.welcomed().await;
    let other = client.clone();
    drop(client);
    let call = tokio::spawn(other.call_named::<u8>("last", &()).into_future());
    let id = played.next().await.call("last");
    drop(other);
    // The call holds on to it.
    played.ok(id, &1);
    assert_eq!(call.await.unwrap().unwrap(), 1);
    assert!(played.try_next().await.is_none());
    assert!(connections.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_malformed_message_ends_the_client_with_a_reason() {
    for message in [&[0xc1][..], &[0x92, 16], &[0x93, 6, 1, 0xa1, b't']] {
        let (builder, mut connections) = played();
        let client = builder.open().unwrap();
        let played = connections.welcomed().await;
        reached(&mut client.state(), is_connected).await;
        played.send_bytes(message);
        let ConnectionState::Closed { reason, .. } = reached(&mut client.state(), is_closed).await else {
            unreachable!()
        };
        assert!(reason.contains("malformed"), "{reason}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_waits_is_bounded() {
    let (builder, mut connections) = played();
    let client = builder.open().unwrap();
    let large = "x".repeat(1024 * 1024);
    // Eight of them, and what they keep beside their parameters, are more than 8 MiB.
    let waiting: Vec<_> = (0..7)
        .map(|_| tokio::spawn(client.call_named::<()>("large", &large).into_future()))
        .collect();
    // Paused time goes on once everybody has done what there is to do: they wait now.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let error = client.call_named::<()>("large", &large).await.unwrap_err();
    assert!(
        matches!(&error, CallError::Disconnected { maybe_executed: false, reason } if reason.contains("bytes")),
        "{error}"
    );
    // Those that nobody wants any more leave their room to others.
    waiting.into_iter().for_each(|call| call.abort());
    tokio::time::sleep(Duration::from_secs(1)).await;
    let last = tokio::spawn(client.call_named::<u8>("last", &large).into_future());
    let mut played = connections.welcomed().await;
    let id = played.next().await.call("last");
    played.ok(id, &1);
    assert_eq!(last.await.unwrap().unwrap(), 1);
}
