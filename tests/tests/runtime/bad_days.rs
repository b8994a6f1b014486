//! Bad days: clients that ask for too much, and handlers that misbehave. Counted, and in paused time.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use mego::prelude::*;
use mego::wire::{self, CloseCode, Frame};
use tests::{Client, Owned};
use tokio::sync::Notify;
use tokio::time::Instant;

#[derive(Clone, Default)]
struct Yard {
    gate: Arc<Notify>,
    /// Handlers that run now.
    running: Arc<AtomicUsize>,
}

/// Counts a handler while it lives.
struct Running(Arc<AtomicUsize>);

impl Yard {
    fn enter(&self) -> Running {
        self.running.fetch_add(1, Ordering::SeqCst);
        Running(Arc::clone(&self.running))
    }

    fn running(&self) -> usize {
        self.running.load(Ordering::SeqCst)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[mego::method]
async fn hold(State(yard): State<Yard>) {
    let _running = yard.enter();
    yard.gate.notified().await;
}

#[mego::method]
async fn quick(n: u32) -> u32 {
    n
}

#[tokio::test(start_paused = true)]
async fn of_a_thousand_calls_of_one_session_64_run_and_nobody_else_waits() {
    let yard = Yard::default();
    let server = Engine::new()
        .state(yard.clone())
        .register(methods![hold, quick])
        .in_memory()
        .unwrap();
    let mut greedy = Client::connect(&server).await;
    let mut other = Client::connect(&server).await;
    let ids: Vec<_> = (0..1_000).map(|_| greedy.start("hold", ())).collect();
    let mut busy = 0;
    for owned in greedy.arrived().await {
        assert!(matches!(owned, Owned::Err(failure) if failure.code == 61));
        busy += 1;
    }
    assert_eq!((busy, yard.running()), (936, 64));
    for n in 0..100 {
        assert_eq!(other.call::<u32>("quick", [n]).await.unwrap(), n);
    }
    yard.gate.notify_waiters();
    for id in &ids[..64] {
        greedy.answer(*id).await.unwrap();
    }
    assert_eq!(yard.running(), 0);
    assert_eq!(greedy.call::<u32>("quick", [7]).await.unwrap(), 7);
}

/// About 600 bytes.
#[mego::event]
struct Tick {
    n: u32,
    padding: String,
}

/// What of it is looked at.
#[derive(serde::Deserialize)]
struct TickHead {
    n: u32,
}

#[tokio::test(start_paused = true)]
async fn one_that_does_not_read_goes_and_a_thousand_others_miss_nothing() {
    const OTHERS: usize = 1_000;
    const ROUND: u32 = 100;
    const ROUNDS: u32 = 22;
    let engine = Engine::new().register(events![Tick]);
    let handle = engine.handle();
    let server = engine.in_memory().unwrap();
    let received = Arc::new(AtomicUsize::new(0));
    let progress = Arc::new(Notify::new());
    let mut readers = Vec::new();
    for _ in 0..OTHERS {
        let mut client = Client::connect(&server).await;
        client.subscribe("tick", "all").await.unwrap();
        let (received, progress) = (Arc::clone(&received), Arc::clone(&progress));
        readers.push(tokio::spawn(async move {
            for n in 0..ROUND * ROUNDS {
                let Owned::Event { data, .. } = client.receive().await else {
                    panic!()
                };
                // In order, and none is missing.
                assert_eq!(wire::decode::<TickHead>(&data).unwrap().n, n);
                received.fetch_add(1, Ordering::SeqCst);
                progress.notify_one();
            }
            client
        }));
    }
    let mut slow = Client::connect(&server).await;
    slow.subscribe("tick", "all").await.unwrap();
    let padding = "x".repeat(560);
    let mut full_at = None;
    for round in 0..ROUNDS {
        for n in 0..ROUND {
            let n = round * ROUND + n;
            handle.to("all").emit(&Tick {
                n,
                padding: padding.clone(),
            });
        }
        // 100 events in 10 ms: 10,000 a second.
        tokio::time::advance(Duration::from_millis(10)).await;
        while received.load(Ordering::SeqCst) < OTHERS * ((round + 1) * ROUND) as usize {
            progress.notified().await;
        }
        if full_at.is_none() && handle.subscription_count().1 == OTHERS {
            full_at = Some(Instant::now());
        }
    }
    let full_at = full_at.expect("the queue of the slow one was filled");
    assert_eq!(slow.closed().await, CloseCode::SLOW_CONSUMER);
    assert!(
        full_at.elapsed() <= Duration::from_secs(2),
        "{:?}",
        full_at.elapsed()
    );
    for reader in readers {
        assert_eq!(reader.await.unwrap().arrived().await, []);
    }
}

#[mego::method]
async fn release(State(yard): State<Yard>, session: Session, handle: Handle) {
    session.emit(
        "all",
        &Tick {
            n: 1,
            padding: String::new(),
        },
    );
    handle.to("all").emit(&Tick {
        n: 2,
        padding: String::new(),
    });
    yard.gate.notify_waiters();
}

#[tokio::test(start_paused = true)]
async fn a_handler_may_wait_for_another_call_of_its_own_session() {
    let yard = Yard::default();
    let server = Engine::new()
        .state(yard.clone())
        .register(methods![hold, release])
        .register(events![Tick])
        .in_memory()
        .unwrap();
    let mut client = Client::connect(&server).await;
    client.subscribe("tick", "all").await.unwrap();
    let held = client.start("hold", ());
    client.call::<()>("release", ()).await.unwrap();
    client.answer(held).await.unwrap();
    assert_eq!(client.arrived().await.len(), 2);
}

#[mego::method(timeout = "3s")]
async fn for_ever(State(yard): State<Yard>) {
    let _running = yard.enter();
    std::future::pending::<()>().await;
}

#[mego::method]
async fn bursts(State(yard): State<Yard>) {
    let _running = yard.enter();
    tokio::task::yield_now().await;
    panic!("burst");
}

struct Bomb(Running);

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("dropped with {} running", self.0.0.load(Ordering::SeqCst));
    }
}

#[mego::method]
async fn bomb(State(yard): State<Yard>) {
    let _bomb = Bomb(yard.enter());
    std::future::pending::<()>().await;
}

#[tokio::test(start_paused = true)]
async fn whatever_a_handler_does_its_call_is_answered_once_and_its_place_is_free() {
    async fn burst_after(cx: Context, next: Next) -> Reply {
        let reply = next.run(cx.clone()).await;
        assert_ne!(cx.method(), "quick", "burst on the way out");
        reply
    }
    let yard = Yard::default();
    let server = Engine::new()
        .state(yard.clone())
        .with(RequestLimit::new(1))
        .register(methods![for_ever, bursts, bomb])
        .register(methods![quick].with(burst_after))
        .in_memory()
        .unwrap();
    let mut client = Client::connect(&server).await;
    // Twice: a place that was not given back would be Busy.
    for _ in 0..2 {
        let id = client.start("forEver", ());
        assert_eq!(client.answer(id).await.unwrap_err().code, 62);
        assert_eq!(client.call::<()>("bursts", ()).await.unwrap_err().code, 51);
        let id = client.start("bomb", ());
        client.send(&Frame::Cancel { id, reason: None });
        assert_eq!(client.answer(id).await.unwrap_err().code, 63);
        assert_eq!(client.call::<u32>("quick", [1]).await.unwrap_err().code, 51);
    }
    assert_eq!(client.arrived().await, []);
    assert_eq!(yard.running(), 0);
}

/// Answers after so many turns of the scheduler.
#[mego::method]
async fn after(State(yard): State<Yard>, turns: u32) -> u32 {
    let _running = yard.enter();
    for _ in 0..turns {
        tokio::task::yield_now().await;
    }
    turns
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_races_of_cancel_and_reply_leave_nothing_behind() {
    let yard = Yard::default();
    let server = Engine::new()
        .state(yard.clone())
        .register(methods![after, hold])
        .in_memory()
        .unwrap();
    let clients: Vec<_> = (0..10)
        .map(|_| {
            let server = server.clone();
            tokio::spawn(async move {
                let mut client = Client::connect(&server).await;
                let mut cancelled = 0;
                for n in 0..1_000_u32 {
                    let id = client.start("after", [n % 7]);
                    for _ in 0..n % 5 {
                        tokio::task::yield_now().await;
                    }
                    client.send(&Frame::Cancel { id, reason: None });
                    match client.answer(id).await {
                        Ok(_) => {}
                        Err(failure) if failure.code == 63 => cancelled += 1,
                        Err(failure) => panic!("{failure:?}"),
                    }
                }
                // Nothing else came, and every place is free.
                assert_eq!(client.arrived().await, []);
                let held: Vec<_> = (0..64).map(|_| client.start("hold", ())).collect();
                for id in &held {
                    client.send(&Frame::Cancel {
                        id: *id,
                        reason: None,
                    });
                }
                for id in held {
                    assert_eq!(client.answer(id).await.unwrap_err().code, 63);
                }
                cancelled
            })
        })
        .collect();
    let mut cancelled = 0;
    for client in clients {
        cancelled += client.await.unwrap();
    }
    assert!((1..10_000).contains(&cancelled), "{cancelled}: it was no race");
    assert_eq!(yard.running(), 0);
}

#[tokio::test(start_paused = true)]
async fn ten_thousand_streams_cut_anywhere_leave_nothing_behind() {
    #[mego::method]
    async fn count(State(yard): State<Yard>) -> impl Stream<Item = u32> {
        let running = yard.enter();
        mego::stream::stream(async move |mut items| {
            let _running = running;
            for n in 0.. {
                items.item(n).await;
                tokio::task::yield_now().await;
            }
        })
    }
    let yard = Yard::default();
    let server = Engine::new()
        .state(yard.clone())
        .register(methods![count])
        .in_memory()
        .unwrap();
    for n in 0..200_u32 {
        let mut client = Client::connect(&server).await;
        for stream in 0..50 {
            let id = client.start("count", ());
            for _ in 0..(n + stream) % 11 {
                tokio::task::yield_now().await;
            }
            client.send(&Frame::Credit { id, items: 3 });
            if stream % 2 == 0 {
                client.send(&Frame::Cancel { id, reason: None });
            }
        }
    }
    while yard.running() > 0 {
        tokio::task::yield_now().await;
    }
}
