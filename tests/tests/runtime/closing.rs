//! Closing an engine: calls in flight end, and then the connections.

use std::sync::Arc;

use mego::prelude::*;
use mego::wire::{CloseCode, Frame};
use tests::{Client, Owned};
use tokio::sync::Semaphore;
use tokio::time::Instant;

#[mego::method]
async fn hold(State(gate): State<Arc<Semaphore>>) -> u32 {
    let _ = gate.acquire().await;
    1
}

fn engine(gate: &Arc<Semaphore>) -> Engine {
    Engine::new().state(Arc::clone(gate)).register(methods![hold])
}

#[tokio::test]
async fn calls_in_flight_are_answered_and_new_ones_are_not_taken() {
    let gate = Arc::new(Semaphore::new(0));
    let engine = engine(&gate);
    let handle = engine.handle();
    let server = engine.in_memory().unwrap();
    let mut client = Client::connect(&server).await;
    let mut idle = Client::connect(&server).await;
    let before = client.start("hold", ());
    let closing = tokio::spawn({
        let handle = handle.clone();
        async move { handle.close().await }
    });
    assert_eq!(client.receive().await, Owned::GoAway(Some(5_000)));
    let after = client.start("hold", ());
    assert_eq!(client.answer(after).await.unwrap_err().code, 64);
    assert_eq!(idle.closed().await, CloseCode::RESTART);
    drop(idle);
    gate.add_permits(1);
    assert_eq!(client.answer(before).await, Ok(vec![1]));
    assert_eq!(client.receive().await, Owned::Closed(CloseCode::RESTART));
    closing.await.unwrap();
    assert_eq!(handle.connections(), 0);
}

#[tokio::test(start_paused = true)]
async fn what_has_not_ended_by_the_deadline_is_answered_unavailable() {
    let gate = Arc::new(Semaphore::new(0));
    let engine = engine(&gate);
    let handle = engine.handle();
    let server = engine.in_memory().unwrap();
    let mut client = Client::connect(&server).await;
    let id = client.start("hold", ());
    tokio::task::yield_now().await;
    let begun = Instant::now();
    let closing = tokio::spawn(async move { handle.close().await });
    assert_eq!(client.answer(id).await.unwrap_err().code, 64);
    assert_eq!(begun.elapsed().as_secs(), 25);
    assert_eq!(client.closed().await, CloseCode::RESTART);
    closing.await.unwrap();
}

#[tokio::test]
async fn a_closed_engine_greets_nobody() {
    let engine = engine(&Arc::new(Semaphore::new(0)));
    let handle = engine.handle();
    let server = engine.in_memory().unwrap();
    handle.close().await;
    let mut client = Client::silent(&server);
    assert_eq!(client.closed().await, CloseCode::RESTART);
}

#[tokio::test]
async fn a_connection_that_is_gone_is_not_counted() {
    let engine = Engine::new();
    let handle = engine.handle();
    let server = engine.in_memory().unwrap();
    let clients = [Client::connect(&server).await, Client::connect(&server).await];
    assert_eq!(handle.connections(), 2);
    drop(clients);
    handle.close().await;
    assert_eq!(handle.connections(), 0);
}

/// Something to fill a queue with.
#[mego::event]
struct Load {
    padding: String,
}

#[tokio::test(start_paused = true)]
async fn a_client_that_does_not_read_does_not_hold_the_end_up() {
    let engine = Engine::new().register(events![Load]);
    let handle = engine.handle();
    let server = engine.in_memory().unwrap();
    let mut client = Client::connect(&server).await;
    client.subscribe("load", "all").await.unwrap();
    for _ in 0..40 {
        handle.to("all").emit(&Load {
            padding: "x".repeat(10_000),
        });
        tokio::task::yield_now().await;
    }
    let begun = Instant::now();
    // Kept alive by what it sends, it would be there for ever.
    let closing = tokio::spawn(async move { handle.close().await });
    while !closing.is_finished() {
        client.send(&Frame::Pong { value: None });
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
    // The 25 s that calls may take, and the second of the goodbye.
    assert!(
        (25..=27).contains(&begun.elapsed().as_secs()),
        "{:?}",
        begun.elapsed()
    );
    assert_eq!(client.closed().await, CloseCode::RESTART);
}

#[tokio::test(start_paused = true)]
async fn a_stream_without_an_end_can_see_the_engine_close() {
    #[mego::method]
    async fn clock(handle: Handle) -> impl Stream<Item = u32> {
        mego::stream::stream(async move |mut items| {
            items.item(1).await;
            handle.closing().await;
        })
    }
    let server = Engine::new().register(methods![clock]).in_memory().unwrap();
    let handle = server.handle();
    let mut client = Client::connect(&server).await;
    let id = client.start("clock", ());
    assert!(matches!(client.receive().await, Owned::Item { .. }));
    let begun = Instant::now();
    let closing = tokio::spawn(async move { handle.close().await });
    let mut ends = 0;
    loop {
        match client.receive().await {
            Owned::End(of) if of == id => ends += 1,
            Owned::GoAway(_) => {}
            Owned::Closed(code) => break assert_eq!(code, CloseCode::RESTART),
            other => panic!("{other:?}"),
        }
    }
    closing.await.unwrap();
    assert_eq!(ends, 1);
    assert!(begun.elapsed().as_secs() <= 5, "{:?}", begun.elapsed());
}
