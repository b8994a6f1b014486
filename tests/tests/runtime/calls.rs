//! Calls in flight: side by side, cancelled, timed out, without an answer.

use std::sync::Arc;

use futures_util::FutureExt;
use mego::prelude::*;
use mego::wire::{CallOptions, Frame};
use tests::{Client, Owned};
use tokio::sync::{Notify, Semaphore, mpsc};

#[derive(Clone)]
struct Gate {
    open: Arc<Notify>,
    dropped: mpsc::UnboundedSender<()>,
    begun: Arc<Semaphore>,
}

/// Tells when the future that holds it is dropped.
struct Tell(mpsc::UnboundedSender<()>);

impl Drop for Tell {
    fn drop(&mut self) {
        let _ = self.0.send(());
    }
}

#[mego::method]
async fn wait(State(gate): State<Gate>) -> u32 {
    let _tell = Tell(gate.dropped.clone());
    gate.begun.add_permits(1);
    gate.open.notified().await;
    7
}

#[mego::method(timeout = "2s")]
async fn wait_two_seconds(State(gate): State<Gate>) -> u32 {
    let _tell = Tell(gate.dropped.clone());
    std::future::pending().await
}

#[mego::method]
async fn quick(n: u32) -> u32 {
    n
}

#[mego::method(spawn)]
async fn busy(n: u64) -> u64 {
    (1..=n).product()
}

#[mego::method]
async fn about(cx: Context) -> (String, Option<u32>, u64, usize) {
    let left = cx.deadline() - cx.received();
    (cx.method().to_owned(), cx.id(), left.as_secs(), cx.size())
}

struct Setup {
    client: Client,
    gate: Gate,
    dropped: mpsc::UnboundedReceiver<()>,
}

async fn setup() -> Setup {
    let (sender, dropped) = mpsc::unbounded_channel();
    let gate = Gate {
        open: Arc::default(),
        dropped: sender,
        begun: Arc::new(Semaphore::new(0)),
    };
    let engine = Engine::new().state(gate.clone());
    let server = engine
        .register(methods![wait, wait_two_seconds, quick, busy, about])
        .in_memory()
        .unwrap();
    Setup {
        client: Client::connect(&server).await,
        gate,
        dropped,
    }
}

#[tokio::test]
async fn calls_of_one_session_run_side_by_side() {
    let Setup { mut client, gate, .. } = setup().await;
    let slow = client.start("wait", ());
    assert_eq!(client.call::<u32>("quick", [1]).await, Ok(1));
    gate.open.notify_one();
    assert_eq!(client.answer(slow).await, Ok(vec![7]));
}

#[tokio::test]
async fn a_cancelled_call_is_dropped_and_answered_once() {
    let Setup {
        mut client,
        mut dropped,
        ..
    } = setup().await;
    let id = client.start("wait", ());
    client.send(&Frame::Cancel { id, reason: None });
    let failure = client.answer(id).await.unwrap_err();
    assert_eq!((failure.code, failure.is_fault), (63, true));
    dropped.recv().await.unwrap();
    // A second Cancel, and one for a call that never was, are races and change nothing.
    client.send(&Frame::Cancel {
        id,
        reason: Some("again"),
    });
    client.send(&Frame::Cancel {
        id: 9_999,
        reason: None,
    });
    assert_eq!(client.call::<u32>("quick", [1]).await, Ok(1));
}

#[tokio::test(start_paused = true)]
async fn a_call_without_a_deadline_ends_after_thirty_seconds() {
    let Setup {
        mut client,
        mut dropped,
        ..
    } = setup().await;
    let begun = tokio::time::Instant::now();
    let id = client.start("wait", ());
    // The server pings in the meantime, and has to be answered like any client would.
    let failure = loop {
        match client.receive().await {
            Owned::Ping => client.send(&Frame::Pong { value: None }),
            Owned::Err(failure) => break failure,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!((failure.id, failure.code), (id, 62));
    assert_eq!(begun.elapsed().as_secs(), 30);
    dropped.recv().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn the_callers_deadline_counts_and_the_methods_is_the_longest() {
    let Setup { mut client, .. } = setup().await;
    let deadline = |ms| CallOptions {
        deadline_ms: Some(ms),
        ..CallOptions::default()
    };
    for (method, ms, seconds) in [
        ("wait", 1_000, 1),
        ("waitTwoSeconds", 1_000, 1),
        ("waitTwoSeconds", 60_000, 2),
    ] {
        let begun = tokio::time::Instant::now();
        let id = client.start_with(method, (), deadline(ms));
        assert_eq!(client.answer(id).await.unwrap_err().code, 62);
        assert_eq!(begun.elapsed().as_secs(), seconds, "{method} with {ms} ms");
    }
}

#[tokio::test]
async fn a_notify_runs_and_is_never_answered() {
    let Setup { mut client, gate, .. } = setup().await;
    client.notify("wait", ());
    client.notify("nothing", ());
    client.notify("quick", ["wrong"]);
    gate.begun.acquire().await.unwrap().forget();
    gate.open.notify_one();
    // The next frame is the answer to the call: nothing came for the three.
    let id = client.start("quick", [5]);
    assert_eq!(client.receive().await, Owned::Ok { id, result: vec![5] });
}

#[tokio::test]
async fn a_spawned_handler_answers_like_any_other() {
    let Setup { mut client, .. } = setup().await;
    assert_eq!(
        client.call::<u64>("busy", [20]).await,
        Ok(2_432_902_008_176_640_000)
    );
}

#[derive(Clone)]
struct Latch(
    std::sync::mpsc::SyncSender<()>,
    Arc<std::sync::Mutex<std::sync::mpsc::Receiver<()>>>,
);

#[mego::method(spawn)]
async fn hold_the_thread(State(latch): State<Latch>) -> bool {
    latch.1.lock().is_ok_and(|receiver| receiver.recv().is_ok())
}

#[mego::method]
async fn let_go(State(latch): State<Latch>) -> bool {
    latch.0.send(()).is_ok()
}

/// The runtime of this test has one thread: if the handler held it, nobody could let go.
#[tokio::test]
async fn a_spawned_handler_that_blocks_holds_up_nobody() {
    let (sender, receiver) = std::sync::mpsc::sync_channel(1);
    let latch = Latch(sender, Arc::new(std::sync::Mutex::new(receiver)));
    let engine = Engine::new()
        .state(latch)
        .register(methods![hold_the_thread, let_go]);
    let mut client = Client::connect(&engine.in_memory().unwrap()).await;
    let held = client.start("holdTheThread", ());
    assert_eq!(client.call::<bool>("letGo", ()).await, Ok(true));
    assert_eq!(client.answer(held).await, Ok(vec![0xc3]));
}

#[tokio::test]
async fn the_context_knows_the_call() {
    let Setup { mut client, .. } = setup().await;
    let options = CallOptions {
        deadline_ms: Some(5_000),
        ..CallOptions::default()
    };
    let id = client.start_with("about", [0; 0], options);
    let result = client.answer(id).await.unwrap();
    let about: (String, Option<u32>, u64, usize) = mego::wire::decode(&result).unwrap();
    assert_eq!(about, ("about".to_owned(), Some(id), 5, 1));
}

#[tokio::test]
async fn several_frames_in_one_message_are_answered_in_one_message() {
    let Setup { client, .. } = setup().await;
    let mut message = Vec::new();
    for id in [1, 3, 5] {
        let params = mego::wire::RawParams::new(&[0x91, 9]).unwrap();
        Frame::Call {
            id,
            method: "quick",
            params,
            options: CallOptions::default(),
        }
        .write(&mut message);
    }
    client.send_bytes(message);
    let mut client = client;
    for id in [1, 3, 5] {
        assert_eq!(client.receive().await, Owned::Ok { id, result: vec![9] });
    }
}

#[tokio::test]
async fn a_lost_client_takes_its_calls_along() {
    let Setup {
        mut client,
        mut dropped,
        gate,
    } = setup().await;
    client.start("wait", ());
    gate.begun.acquire().await.unwrap().forget();
    drop(client);
    dropped.recv().await.unwrap();
}

#[tokio::test]
async fn ten_thousand_races_of_cancel_against_reply_end_in_one_answer_each() {
    let Setup { mut client, gate, .. } = setup().await;
    for _ in 0..10_000 {
        let id = client.start("wait", ());
        gate.begun.acquire().await.unwrap().forget();
        gate.open.notify_one();
        client.send(&Frame::Cancel { id, reason: None });
        match client.answer(id).await {
            Ok(result) => assert_eq!(result, [7]),
            Err(failure) => assert_eq!(failure.code, 63),
        }
        // A permit that a cancelled call did not take would open the next.
        let _ = gate.open.notified().now_or_never();
    }
    let id = client.start("quick", [1]);
    assert_eq!(client.receive().await, Owned::Ok { id, result: vec![1] });
}

#[tokio::test(start_paused = true)]
async fn a_deadline_of_nothing_has_passed_at_once() {
    let Setup { mut client, .. } = setup().await;
    let options = CallOptions {
        deadline_ms: Some(0),
        ..CallOptions::default()
    };
    let id = client.start_with("quick", [7], options);
    let failure = client.answer(id).await.unwrap_err();
    assert_eq!(
        (failure.code, failure.message.as_str()),
        (62, "the deadline has passed")
    );
}
