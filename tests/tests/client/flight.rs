//! Calls in flight: how many there may be, their deadlines, and those that nobody waits for.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::future::join_all;
use mego::call;
use mego::client::{CallError, Client};
use mego::prelude::*;
use mego::wire::WelcomeLimits;
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::played::{Said, played};

#[derive(Clone, Default)]
struct Crowd {
    now: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
    begun: Arc<Notify>,
    dropped: Arc<Notify>,
}

/// One that is counted for as long as it is there.
struct Guest(Crowd);

impl Crowd {
    fn enter(&self) -> Guest {
        let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(now, Ordering::SeqCst);
        self.begun.notify_one();
        Guest(self.clone())
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        self.0.now.fetch_sub(1, Ordering::SeqCst);
        self.0.dropped.notify_one();
    }
}

#[mego::method]
async fn visit(State(crowd): State<Crowd>, number: u32) -> u32 {
    let _guest = crowd.enter();
    tokio::time::sleep(Duration::from_millis(10)).await;
    number
}

#[mego::method]
async fn stay(State(crowd): State<Crowd>) {
    let _guest = crowd.enter();
    std::future::pending::<()>().await;
}

fn client(crowd: &Crowd, limits: Limits) -> Client {
    let engine = Engine::new()
        .limits(limits)
        .state(crowd.clone())
        .register(methods![visit, stay]);
    engine.in_memory().unwrap().client()
}

#[tokio::test(start_paused = true)]
async fn no_more_calls_are_in_flight_than_the_server_takes() {
    let crowd = Crowd::default();
    let client = client(&crowd, Limits::default().max_calls(8));
    let calls = (0..1000).map(|number| call!(client, visit, number).into_future());
    let answers: Vec<_> = join_all(calls).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(answers, (0..1000).collect::<Vec<_>>());
    assert_eq!(crowd.most.load(Ordering::SeqCst), 8);
}

#[tokio::test(start_paused = true)]
async fn calls_are_sent_in_the_order_in_which_they_were_made() {
    let (builder, mut connections) = played();
    let client = builder.open().unwrap();
    let calls =
        join_all((0..50).map(|number| client.call_named::<u8>(format!("m{number}"), &()).into_future()));
    let serve = async {
        let mut played = connections.next().await;
        assert!(matches!(played.next().await, Said::Hello { .. }));
        played.welcome(WelcomeLimits {
            calls: 2,
            ..WelcomeLimits::default()
        });
        for number in 0..50 {
            let id = played.next().await.call(&format!("m{number}"));
            assert_eq!(id, 2 * number + 1);
            played.ok(id, &1);
        }
    };
    let (answers, ()) = tokio::join!(calls, serve);
    assert!(answers.into_iter().all(|answer| answer.unwrap() == 1));
}

#[tokio::test(start_paused = true)]
async fn a_deadline_travels_and_holds_here_too() {
    let (builder, mut connections) = played();
    let client = builder.timeout(Duration::from_secs(5)).open().unwrap();
    let mut played = connections.welcomed().await;
    for (timeout, seconds) in [(None, 5), (Some(3), 3)] {
        let mut call = client.call_named::<()>("slow", &());
        if let Some(timeout) = timeout {
            call = call.timeout(Duration::from_secs(timeout));
        }
        let begun = Instant::now();
        let call = tokio::spawn(call.into_future());
        let sent = played.next().await;
        assert!(
            matches!(sent, Said::Call { deadline: Some(ms), .. } if ms == seconds * 1000),
            "{sent:?}"
        );
        // The server says nothing.
        let error = call.await.unwrap().unwrap_err();
        assert!(matches!(error, CallError::Timeout), "{error}");
        assert_eq!(begun.elapsed().as_secs(), seconds);
        let id = sent.call("slow");
        assert_eq!(played.next().await, Said::Cancel(id));
        // Its answer is late, and means nothing.
        played.ok(id, &());
    }
}

#[tokio::test(start_paused = true)]
async fn the_deadline_of_the_server_is_a_timeout_too() {
    let crowd = Crowd::default();
    let client = client(&crowd, Limits::default().deadline(Duration::from_secs(2)));
    let begun = Instant::now();
    let error = call!(client, stay).await.unwrap_err();
    assert!(matches!(error, CallError::Timeout), "{error}");
    assert_eq!(
        (begun.elapsed().as_secs(), error.status()),
        (2, Some(Status::Timeout))
    );
    assert_eq!(crowd.now.load(Ordering::SeqCst), 0);
}

#[tokio::test(start_paused = true)]
async fn a_deadline_that_passes_while_a_call_waits_is_never_sent() {
    let (builder, mut connections) = played();
    let client = builder.open().unwrap();
    let error = client
        .call_named::<()>("late", &())
        .timeout(Duration::from_secs(1))
        .await
        .unwrap_err();
    assert!(matches!(error, CallError::Timeout), "{error}");
    let mut played = connections.welcomed().await;
    client.notify("next", &()).unwrap();
    assert_eq!(played.next().await, Said::Notify("next".to_owned()));
}

#[tokio::test]
async fn dropping_a_call_stops_it() {
    let crowd = Crowd::default();
    let client = client(&crowd, Limits::default());
    let call = tokio::spawn(call!(client, stay).into_future());
    crowd.begun.notified().await;
    call.abort();
    crowd.dropped.notified().await;
    assert_eq!(crowd.now.load(Ordering::SeqCst), 0);
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_call_keeps_its_place_until_it_is_answered() {
    let (builder, mut connections) = played();
    let client = builder.open().unwrap();
    let mut played = connections.next().await;
    assert!(matches!(played.next().await, Said::Hello { .. }));
    played.welcome(WelcomeLimits {
        calls: 1,
        ..WelcomeLimits::default()
    });
    let first = tokio::spawn(client.call_named::<u8>("first", &()).into_future());
    let id = played.next().await.call("first");
    let second = tokio::spawn(client.call_named::<u8>("second", &()).into_future());
    first.abort();
    assert_eq!(played.next().await, Said::Cancel(id));
    played.fail(id, 63);
    let id = played.next().await.call("second");
    played.ok(id, &2);
    assert_eq!(second.await.unwrap().unwrap(), 2);
}

#[tokio::test]
async fn a_call_that_is_not_awaited_is_not_sent() {
    let crowd = Crowd::default();
    let client = client(&crowd, Limits::default());
    drop(call!(client, visit, 1));
    drop(call!(client, visit, 2).into_future());
    assert_eq!(call!(client, visit, 3).await.unwrap(), 3);
    assert_eq!(crowd.most.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_notify_is_executed_and_not_answered() {
    let crowd = Crowd::default();
    let client = client(&crowd, Limits::default());
    call!(client, visit, 1).notify().unwrap();
    client.notify("visit", &(2,)).unwrap();
    crowd.dropped.notified().await;
    assert_eq!(call!(client, visit, 3).await.unwrap(), 3);
    assert!(crowd.most.load(Ordering::SeqCst) >= 2);
}

#[tokio::test]
async fn what_was_asked_for_before_a_close_is_sent() {
    for is_closed in [true, false] {
        let crowd = Crowd::default();
        let client = client(&crowd, Limits::default());
        assert_eq!(call!(client, visit, 1).await.unwrap(), 1);
        crowd.begun.notified().await;
        call!(client, visit, 2).notify().unwrap();
        if is_closed {
            client.close().await;
        } else {
            drop(client);
        }
        crowd.begun.notified().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_within_a_handler_to_the_same_server_is_a_call_like_any_other() {
    #[derive(Clone)]
    struct Way(tokio::sync::watch::Receiver<Option<Client>>);

    #[mego::method]
    async fn leaf(number: u32) -> u32 {
        number + 1
    }

    #[mego::method]
    async fn branch(State(way): State<Way>, number: u32) -> Result<u32, mego::Error> {
        let client = way.0.borrow().clone();
        let client = client.ok_or_else(|| mego::Error::new(Status::Unavailable, "no client yet"))?;
        Ok(call!(client, leaf, number).await? * 2)
    }

    let (set, way) = tokio::sync::watch::channel(None);
    let engine = Engine::new().state(Way(way)).register(methods![leaf, branch]);
    let client = engine.in_memory().unwrap().client();
    set.send_replace(Some(client.clone()));
    assert_eq!(call!(client, branch, 20).await.unwrap(), 42);
}

#[tokio::test]
async fn ten_thousand_races_of_cancel_against_answer_leave_nothing_behind() {
    #[mego::method]
    async fn a_few_turns(State(crowd): State<Crowd>, turns: u32) {
        let _guest = crowd.enter();
        for _ in 0..turns {
            tokio::task::yield_now().await;
        }
    }

    let crowd = Crowd::default();
    let engine = Engine::new()
        .limits(Limits::default().max_calls(4))
        .state(crowd.clone());
    let client = engine
        .register(methods![a_few_turns])
        .in_memory()
        .unwrap()
        .client();
    for race in 0..10_000 {
        let mut call = call!(client, a_few_turns, race % 3).into_future();
        let mut patience = race % 7;
        // Polled a few times, and given up at whatever moment that is.
        let answer = std::future::poll_fn(|cx| match std::pin::Pin::new(&mut call).poll(cx) {
            std::task::Poll::Ready(answer) => std::task::Poll::Ready(Some(answer)),
            std::task::Poll::Pending if patience == 0 => std::task::Poll::Ready(None),
            std::task::Poll::Pending => {
                patience -= 1;
                cx.waker().wake_by_ref();
                std::task::Poll::Pending
            }
        });
        if let Some(answer) = answer.await {
            answer.unwrap();
        }
    }
    // Of a call that was left behind, on either side, there would be no room for these four at once.
    let last = join_all((0..4).map(|_| call!(client, a_few_turns, 1).into_future()));
    last.await.into_iter().for_each(|answer| answer.unwrap());
    assert_eq!(crowd.now.load(Ordering::SeqCst), 0);
}
