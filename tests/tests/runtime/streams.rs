//! Streams: items under credit, ends, errors, and what stops them.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use mego::prelude::*;
use mego::stream::{Stream, stream};
use mego::wire::{self, CallOptions, Frame};
use tests::{Client, Owned};
use tokio::sync::mpsc;

/// How many items were made.
#[derive(Clone, Default)]
struct Made(Arc<AtomicUsize>);

#[mego::method]
async fn countdown(from: u32) -> impl Stream<Item = u32> {
    stream(async move |mut items| {
        for n in (0..from).rev() {
            items.item(n).await;
        }
    })
}

/// Never ends, and never waits.
#[mego::method]
async fn numbers(State(made): State<Made>) -> impl Stream<Item = usize> {
    stream(async move |mut items| {
        loop {
            items.item(made.0.fetch_add(1, Ordering::Relaxed)).await;
        }
    })
}

/// Gives items of 1 KiB.
#[mego::method]
async fn kilobytes(State(made): State<Made>) -> impl Stream<Item = String> {
    stream(async move |mut items| {
        loop {
            made.0.fetch_add(1, Ordering::Relaxed);
            items.item("x".repeat(1024)).await;
        }
    })
}

#[derive(Debug, MethodError)]
enum WalkError {
    /// The road ends here.
    #[mego(code = 101)]
    DeadEnd { at: u32 },
}

#[mego::method]
async fn walk(steps: u32) -> Result<impl Stream<Item = Result<u32, WalkError>>, WalkError> {
    if steps == 0 {
        return Err(WalkError::DeadEnd { at: 0 });
    }
    Ok(stream(async move |mut items| {
        for n in 1..=steps {
            items.item(Ok(n)).await;
        }
        items.item(Err(WalkError::DeadEnd { at: steps })).await;
    }))
}

#[mego::method]
async fn plain_in_result(n: u32) -> Result<Pin<Box<dyn Stream<Item = u32> + Send>>, WalkError> {
    Ok(Box::pin(stream(async move |mut items| items.item(n).await)))
}

#[mego::method]
async fn results(n: u32) -> impl Stream<Item = Result<u32, WalkError>> {
    stream(async move |mut items| {
        items.item(Ok(n)).await;
        items.item(Err(WalkError::DeadEnd { at: n })).await;
        items.item(Ok(n)).await;
    })
}

#[derive(Clone)]
struct Dropped(mpsc::UnboundedSender<()>);

struct Tell(Dropped);

impl Drop for Tell {
    fn drop(&mut self) {
        let _ = self.0.0.send(());
    }
}

/// One item, and then nothing for ever.
#[mego::method]
async fn one_and_wait(State(dropped): State<Dropped>) -> impl Stream<Item = u32> {
    let tell = Tell(dropped);
    stream(async move |mut items| {
        items.item(1).await;
        std::future::pending::<()>().await;
        drop(tell);
    })
}

#[mego::method(timeout = "2s")]
async fn silent() -> impl Stream<Item = u32> {
    stream(async move |_| std::future::pending().await)
}

#[mego::method]
async fn bursts(State(made): State<Made>) -> impl Stream<Item = u32> {
    stream(async move |mut items| {
        items.item(1).await;
        made.0.fetch_add(1, Ordering::Relaxed);
        panic!("the well is dry");
    })
}

struct Setup {
    client: Client,
    made: Made,
    dropped: mpsc::UnboundedReceiver<()>,
}

async fn setup() -> Setup {
    let (sender, dropped) = mpsc::unbounded_channel();
    let made = Made::default();
    let server = Engine::new()
        .state(made.clone())
        .state(Dropped(sender))
        .register(methods![
            countdown,
            numbers,
            kilobytes,
            walk,
            plain_in_result,
            results,
            one_and_wait,
            silent,
            bursts
        ])
        .in_memory()
        .unwrap();
    let client = Client::connect(&server).await;
    Setup {
        client,
        made,
        dropped,
    }
}

/// The items of a stream until its end.
async fn all(client: &mut Client, id: u32) -> (Vec<u32>, Option<u64>) {
    let mut items = Vec::new();
    loop {
        match client.receive().await {
            Owned::Item { id: of, value } if of == id => items.push(wire::decode(&value).unwrap()),
            Owned::End(of) if of == id => return (items, None),
            Owned::Err(failure) if failure.id == id => return (items, Some(failure.code)),
            other => panic!("{other:?}"),
        }
    }
}

fn with_credit(credit: u64) -> CallOptions<'static> {
    CallOptions {
        credit: Some(credit),
        ..CallOptions::default()
    }
}

#[tokio::test(start_paused = true)]
async fn items_come_in_order_and_then_the_end() {
    let mut setup = setup().await;
    let id = setup.client.start("countdown", [5]);
    assert_eq!(all(&mut setup.client, id).await, (vec![4, 3, 2, 1, 0], None));
    let id = setup.client.start("countdown", [0]);
    assert_eq!(all(&mut setup.client, id).await, (vec![], None));
}

#[tokio::test(start_paused = true)]
async fn every_form_of_stream_fails_in_its_own_way() {
    let mut setup = setup().await;
    let client = &mut setup.client;
    for (method, argument, expected) in [
        ("walk", 0, (vec![], Some(101))),
        ("walk", 2, (vec![1, 2], Some(101))),
        ("plainInResult", 7, (vec![7], None)),
        ("results", 3, (vec![3], Some(101))),
        ("bursts", 0, (vec![1], Some(51))),
    ] {
        let id = if method == "bursts" {
            client.start(method, ())
        } else {
            client.start(method, [argument])
        };
        assert_eq!(all(client, id).await, expected, "{method}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_more_items_are_made_than_there_is_credit_for() {
    let mut setup = setup().await;
    let client = &mut setup.client;
    let id = client.start_with("numbers", (), with_credit(3));
    let count = |owned: Vec<Owned>| owned.len();
    assert_eq!(count(client.arrived().await), 3);
    assert_eq!(setup.made.0.load(Ordering::Relaxed), 3);
    client.send(&Frame::Credit { id, items: 2 });
    assert_eq!(count(client.arrived().await), 2);
    assert_eq!(setup.made.0.load(Ordering::Relaxed), 5);
    assert_eq!(count(client.arrived().await), 0);
    // Without a number it is the server's default.
    client.start("numbers", ());
    assert_eq!(count(client.arrived().await), 64);
    assert_eq!(setup.made.0.load(Ordering::Relaxed), 69);
}

#[tokio::test(start_paused = true)]
async fn credit_of_none_waits_for_some() {
    let mut setup = setup().await;
    let client = &mut setup.client;
    let id = client.start_with("countdown", [1], with_credit(0));
    assert_eq!(client.arrived().await, []);
    client.send(&Frame::Credit { id, items: 1 });
    client.send(&Frame::Credit { id, items: 1 });
    assert_eq!(all(client, id).await, (vec![0], None));
}

#[tokio::test(start_paused = true)]
async fn credit_beyond_reason_does_not_fill_the_memory() {
    let mut setup = setup().await;
    let client = &mut setup.client;
    let id = client.start_with("kilobytes", (), with_credit(u64::from(u32::MAX)));
    // Nobody reads: what is made stays within what a socket and the outbox hold.
    for _ in 0..1_000 {
        tokio::task::yield_now().await;
    }
    let made = setup.made.0.load(Ordering::Relaxed);
    assert!(
        made < 300,
        "{made} items of 1 KiB for a client that does not read"
    );
    let before = client.arrived().await.len();
    assert!(before > 50, "{before}");
    // Read, it goes on.
    assert!(!client.arrived().await.is_empty());
    client.send(&Frame::Cancel { id, reason: None });
    let failure = client.answer(id).await.unwrap_err();
    assert_eq!(failure.code, 63);
}

#[tokio::test(start_paused = true)]
async fn cancel_drops_the_stream_and_is_answered_once() {
    let mut setup = setup().await;
    let client = &mut setup.client;
    let id = client.start("oneAndWait", ());
    assert!(matches!(client.receive().await, Owned::Item { .. }));
    client.send(&Frame::Cancel { id, reason: None });
    assert_eq!(client.answer(id).await.unwrap_err().code, 63);
    setup.dropped.recv().await.unwrap();
    client.send(&Frame::Cancel { id, reason: None });
    client.send(&Frame::Credit { id, items: 5 });
    assert_eq!(client.arrived().await, []);
}

#[tokio::test(start_paused = true)]
async fn cancel_reaches_a_stream_without_credit() {
    let mut setup = setup().await;
    let client = &mut setup.client;
    let id = client.start_with("oneAndWait", (), with_credit(1));
    assert!(matches!(client.receive().await, Owned::Item { .. }));
    client.send(&Frame::Cancel { id, reason: None });
    assert_eq!(client.answer(id).await.unwrap_err().code, 63);
    setup.dropped.recv().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_client_that_goes_away_ends_its_streams() {
    let mut setup = setup().await;
    setup.client.start("oneAndWait", ());
    assert!(matches!(setup.client.receive().await, Owned::Item { .. }));
    drop(setup.client);
    setup.dropped.recv().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn the_deadline_is_for_the_first_item() {
    let mut setup = setup().await;
    let client = &mut setup.client;
    let begun = tokio::time::Instant::now();
    let silent = client.start("silent", ());
    assert_eq!(client.answer(silent).await.unwrap_err().code, 62);
    assert_eq!(begun.elapsed().as_secs(), 2);
    let id = client.start("oneAndWait", ());
    assert!(matches!(client.receive().await, Owned::Item { .. }));
    tokio::time::sleep(std::time::Duration::from_secs(20)).await;
    assert_eq!(client.call::<u32>("nothing", ()).await.unwrap_err().code, 58);
    client.send(&Frame::Cancel { id, reason: None });
    assert_eq!(client.answer(id).await.unwrap_err().code, 63);
}

#[tokio::test(start_paused = true)]
async fn a_stream_counts_among_the_calls_in_flight() {
    let mut setup = setup().await;
    let client = &mut setup.client;
    let ids: Vec<_> = (0..64)
        .map(|_| client.start_with("numbers", (), with_credit(0)))
        .collect();
    let more = client.start("countdown", [1]);
    assert_eq!(client.answer(more).await.unwrap_err().code, 61);
    client.send(&Frame::Cancel {
        id: ids[0],
        reason: None,
    });
    assert_eq!(client.answer(ids[0]).await.unwrap_err().code, 63);
    let id = client.start("countdown", [1]);
    assert_eq!(all(client, id).await, (vec![0], None));
}

#[tokio::test(start_paused = true)]
async fn a_stream_does_not_hold_up_other_calls() {
    let mut setup = setup().await;
    let client = &mut setup.client;
    client.start_with("numbers", (), with_credit(1_000_000));
    let id = client.start("countdown", [1]);
    loop {
        match client.receive().await {
            Owned::End(of) if of == id => break,
            Owned::Item { .. } => {}
            other => panic!("{other:?}"),
        }
    }
}
