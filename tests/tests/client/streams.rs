//! Streams: credit, their ends, and who gives them up.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures_util::StreamExt as _;
use mego::client::{CallError, Client};
use mego::prelude::*;
use mego::{Error, call};
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::played::{Said, played};

/// What happens on the server, for a test to count.
#[derive(Clone, Default)]
struct Watch {
    made: Arc<AtomicU32>,
    dropped: Arc<Notify>,
}

/// Tells when what holds it is dropped.
struct Held(Arc<Notify>);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

#[derive(Debug, MethodError)]
enum CountError {
    /// There is an end to everything.
    #[mego(code = 101)]
    Enough { at: u32 },
    #[mego(transparent)]
    Other(Error),
}

#[mego::method]
async fn count(State(watch): State<Watch>, from: u32) -> impl Stream<Item = u32> {
    let held = Held(Arc::clone(&watch.dropped));
    futures_util::stream::iter(from..).map(move |number| {
        let _ = &held;
        watch.made.fetch_add(1, Ordering::SeqCst);
        number
    })
}

#[mego::method]
async fn count_to(to: u32) -> impl Stream<Item = u32> {
    futures_util::stream::iter(0..to)
}

#[mego::method]
async fn count_a_while(to: u32) -> Result<impl Stream<Item = Result<u32, CountError>>, CountError> {
    if to == 0 {
        return Err(CountError::Enough { at: 0 });
    }
    let numbers = (0..to).map(Ok).chain([Err(CountError::Enough { at: to })]);
    Ok(futures_util::stream::iter(numbers))
}

#[mego::method]
async fn words(State(watch): State<Watch>) -> Result<impl Stream<Item = String>, Error> {
    match watch.made.load(Ordering::SeqCst) {
        0 => Ok(futures_util::stream::iter(["a".to_owned(), "b".to_owned()])),
        _ => Err(Error::new(Status::Busy, "not now")),
    }
}

#[mego::method]
async fn tries() -> impl Stream<Item = Result<u8, CountError>> {
    futures_util::stream::iter([Ok(1), Err(CountError::Enough { at: 1 }), Ok(2)])
}

#[mego::method]
async fn never() -> impl Stream<Item = u8> {
    futures_util::stream::pending()
}

fn client(watch: &Watch) -> Client {
    Engine::new()
        .state(watch.clone())
        .register(methods![count, count_to, count_a_while, words, tries, never])
        .in_memory()
        .unwrap()
        .client()
}

#[tokio::test]
async fn items_have_the_type_of_the_function() {
    let client = client(&Watch::default());
    let numbers: Vec<u32> = call!(client, count_to, 1000).map(Result::unwrap).collect().await;
    assert_eq!(numbers, (0..1000).collect::<Vec<_>>());
    let none: Vec<_> = call!(client, count_to, 0).collect().await;
    assert!(none.is_empty());
    let words: Vec<String> = call!(client, words).map(Result::unwrap).collect().await;
    assert_eq!(words, ["a", "b"]);
}

#[tokio::test]
async fn a_stream_ends_with_its_first_error() {
    let client = client(&Watch::default());
    let mut stream = call!(client, count_a_while, 2);
    assert_eq!(stream.next().await.unwrap().unwrap(), 0);
    assert_eq!(stream.next().await.unwrap().unwrap(), 1);
    let error = stream.next().await.unwrap().unwrap_err();
    assert!(
        matches!(error, CallError::Declared(CountError::Enough { at: 2 })),
        "{error}"
    );
    assert!(stream.next().await.is_none());

    let all: Vec<_> = call!(client, tries).collect().await;
    assert!(
        matches!(
            &all[..],
            [Ok(1), Err(CallError::Declared(CountError::Enough { at: 1 }))]
        ),
        "{all:?}"
    );
}

#[tokio::test]
async fn a_stream_that_is_refused_has_an_error_alone() {
    let watch = Watch::default();
    let client = client(&watch);
    let all: Vec<_> = call!(client, count_a_while, 0).collect().await;
    assert!(
        matches!(&all[..], [Err(CallError::Declared(CountError::Enough { at: 0 }))]),
        "{all:?}"
    );
    watch.made.store(1, Ordering::SeqCst);
    let all: Vec<_> = call!(client, words).collect().await;
    assert!(
        matches!(&all[..], [Err(CallError::Fault(fault))] if fault.status == Status::Busy),
        "{all:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_slow_consumer_holds_at_most_its_credit() {
    for credit in [1, 2, 5, 64] {
        let watch = Watch::default();
        let client = client(&watch);
        let mut numbers = call!(client, count, 0).credit(credit);
        for taken in 0..200 {
            assert_eq!(numbers.next().await.unwrap().unwrap(), taken);
            // The server answers in order: by then it has made what it may.
            client.call_named::<()>("nothing", &()).await.unwrap_err();
            let made = watch.made.load(Ordering::SeqCst);
            assert!(made <= taken + 1 + credit, "{made} after {taken} with {credit}");
            assert!(made > taken, "{made} after {taken} with {credit}");
        }
    }
}

#[tokio::test]
async fn the_default_credit_is_64() {
    let watch = Watch::default();
    let client = client(&watch);
    let mut numbers = call!(client, count, 7);
    assert_eq!(numbers.next().await.unwrap().unwrap(), 7);
    // The server answers in order: by then it has made what it may.
    client.call_named::<Vec<u32>>("nothing", &()).await.unwrap_err();
    assert_eq!(watch.made.load(Ordering::SeqCst), 64);
}

#[tokio::test]
async fn dropping_a_stream_stops_it() {
    let watch = Watch::default();
    let client = client(&watch);
    let mut numbers = call!(client, count, 0);
    numbers.next().await.unwrap().unwrap();
    drop(numbers);
    watch.dropped.notified().await;
    // The connection goes on.
    assert_eq!(call!(client, count_to, 2).count().await, 2);
}

#[tokio::test(start_paused = true)]
async fn the_first_item_has_to_be_there_in_time() {
    let client = client(&Watch::default());
    let begun = Instant::now();
    let mut stream = call!(client, never).timeout(Duration::from_secs(2));
    assert!(matches!(stream.next().await, Some(Err(CallError::Timeout))));
    assert!(stream.next().await.is_none());
    assert_eq!(begun.elapsed().as_secs(), 2);
}

#[tokio::test(start_paused = true)]
async fn later_items_may_take_their_time() {
    let (builder, mut connections) = played();
    let client = builder.open().unwrap();
    let mut stream = client
        .stream_named::<u8>("slow", &())
        .timeout(Duration::from_secs(2));
    let played = async {
        let mut played = connections.welcomed().await;
        let id = played.next().await.call("slow");
        played.item(id, 1);
        tokio::time::sleep(Duration::from_secs(20)).await;
        played.item(id, 2);
        played
    };
    let taken = async {
        [
            stream.next().await.unwrap().unwrap(),
            stream.next().await.unwrap().unwrap(),
        ]
    };
    let (_played, taken) = tokio::join!(played, taken);
    assert_eq!(taken, [1, 2]);
}

#[tokio::test]
async fn a_server_that_sends_more_than_it_may_is_stopped() {
    let (builder, mut connections) = played();
    let client = builder.open().unwrap();
    let mut stream = client.stream_named::<u8>("flood", &()).credit(2);
    let first = stream.next();
    let played = async {
        let mut played = connections.welcomed().await;
        let call = played.next().await;
        assert!(matches!(call, Said::Call { credit: Some(2), .. }), "{call:?}");
        let id = call.call("flood");
        (1..=3).for_each(|value| played.item(id, value));
        played
    };
    let (mut played, first) = tokio::join!(played, first);
    assert_eq!(first.unwrap().unwrap(), 1);
    assert_eq!(stream.next().await.unwrap().unwrap(), 2);
    assert!(matches!(stream.next().await, Some(Err(CallError::Invalid(_)))));
    assert!(stream.next().await.is_none());
    // One may have been taken, and granted for, before the third came.
    loop {
        match played.next().await {
            Said::Credit(..) => {}
            Said::Cancel(id) => break assert_eq!(id, 1),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_lost_connection_is_an_error_of_the_stream_and_no_end() {
    let (builder, mut connections) = played();
    let client = builder.open().unwrap();
    let mut stream = client.stream_named::<u8>("lost", &());
    let first = stream.next();
    let played = async {
        let mut played = connections.welcomed().await;
        let id = played.next().await.call("lost");
        played.item(id, 1);
        played
    };
    let (played, first) = tokio::join!(played, first);
    assert_eq!(first.unwrap().unwrap(), 1);
    drop(played);
    let error = stream.next().await.unwrap().unwrap_err();
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
    // It is not begun again on the next connection.
    let mut played = connections.welcomed().await;
    let (ping, ()) = tokio::join!(client.call_named::<u8>("ping", &()).into_future(), async {
        let id = played.next().await.call("ping");
        played.ok(id, &1);
    });
    assert_eq!(ping.unwrap(), 1);
}
