//! Closing an engine: calls in flight end, and then the connections.

use std::sync::Arc;

use mego::prelude::*;
use mego::wire::CloseCode;
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
