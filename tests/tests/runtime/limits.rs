//! Every limit, at its default and at its edge.

use std::sync::Arc;
use std::time::Duration;

use mego::prelude::*;
use mego::wire::{CallOptions, CloseCode, Frame, Hello};
use tests::{Client, Owned};
use tokio::sync::Semaphore;

#[mego::method]
async fn hold(State(gate): State<Arc<Semaphore>>, State(begun): State<Begun>) -> u32 {
    begun.0.add_permits(1);
    let _ = gate.acquire().await;
    1
}

#[derive(Clone)]
struct Begun(Arc<Semaphore>);

#[mego::method]
async fn bytes(count: usize) -> String {
    "x".repeat(count)
}

#[mego::method]
async fn length(text: String) -> usize {
    text.len()
}

#[mego::method(max_size = "100B")]
async fn small(text: String) -> usize {
    text.len()
}

struct Setup {
    server: mego::transport::memory::MemoryServer,
    gate: Arc<Semaphore>,
    begun: Arc<Semaphore>,
}

fn setup(limits: Limits) -> Setup {
    let (gate, begun) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
    let server = Engine::new()
        .limits(limits)
        .state(Arc::clone(&gate))
        .state(Begun(Arc::clone(&begun)))
        .register(methods![hold, bytes, length, small])
        .in_memory()
        .unwrap();
    Setup { server, gate, begun }
}

#[tokio::test]
async fn a_message_of_64_kib_is_taken_and_one_byte_more_closes_with_1009() {
    let Setup { server, .. } = setup(Limits::default());
    let mut client = Client::connect(&server).await;
    // [16, 1, "length", [str32]]: 10 bytes of envelope, 1 of array, 3 of text head (str16).
    let call = |length: usize| {
        let mut message = b"\x94\x10\x01\xa6length\x91\xda".to_vec();
        message.extend(u16::try_from(length).unwrap().to_be_bytes());
        message.extend(vec![b'x'; length]);
        message
    };
    let envelope = call(0).len();
    client.send_bytes(call(64 * 1024 - envelope));
    assert!(client.answer(1).await.is_ok());
    let mut client = Client::connect(&server).await;
    client.send_bytes(call(64 * 1024 - envelope + 1));
    assert_eq!(client.closed().await, CloseCode::TOO_BIG);
}

#[tokio::test]
async fn the_first_message_is_at_most_16_kib() {
    let Setup { server, .. } = setup(Limits::default());
    for (length, is_taken) in [(16_000, true), (16_384, false)] {
        let mut client = Client::silent(&server);
        let data = mego::wire::encode(&"x".repeat(length)).unwrap();
        client.send(&Frame::Hello(Box::new(Hello {
            version: 1,
            data: Some(&data),
            ..Hello::default()
        })));
        match client.receive().await {
            Owned::Welcome(_) => assert!(is_taken),
            closed => assert_eq!((closed, is_taken), (Owned::Closed(CloseCode::TOO_BIG), false)),
        }
    }
}

#[tokio::test]
async fn of_a_thousand_calls_in_flight_64_run_and_the_rest_is_busy() {
    let Setup { server, gate, begun } = setup(Limits::default());
    let mut client = Client::connect(&server).await;
    let ids: Vec<_> = (0..1_000).map(|_| client.start("hold", ())).collect();
    begun.acquire_many(64).await.unwrap().forget();
    for id in &ids[64..] {
        let failure = client.answer(*id).await.unwrap_err();
        assert_eq!((failure.code, failure.is_fault), (61, true));
    }
    assert_eq!(begun.available_permits(), 0);
    // Another session is not concerned.
    let mut other = Client::connect(&server).await;
    assert_eq!(other.call::<usize>("length", ["abc"]).await, Ok(3));
    gate.add_permits(64);
    for id in &ids[..64] {
        assert_eq!(client.answer(*id).await, Ok(vec![1]));
    }
    // The places are free again.
    gate.add_permits(1);
    assert_eq!(client.call::<u32>("hold", ()).await, Ok(1));
}

#[tokio::test]
async fn notifies_over_the_limit_wait_until_there_is_room() {
    let Setup { server, gate, begun } = setup(Limits::default().max_calls(2));
    let mut client = Client::connect(&server).await;
    for _ in 0..5 {
        client.notify("hold", ());
    }
    let last = client.start("length", ["abc"]);
    begun.acquire_many(2).await.unwrap().forget();
    // The third waits, and with it everything behind it.
    assert_eq!(begun.available_permits(), 0);
    gate.add_permits(5);
    begun.acquire_many(3).await.unwrap().forget();
    assert_eq!(client.answer(last).await, Ok(vec![3]));
}

#[tokio::test]
async fn a_result_over_the_limit_is_an_error_and_one_at_the_limit_is_sent() {
    let Setup { server, .. } = setup(Limits::default());
    let mut client = Client::connect(&server).await;
    // The head of a long text is five bytes.
    let most = 1024 * 1024 - 5;
    assert_eq!(client.call::<String>("bytes", [most]).await.unwrap().len(), most);
    let failure = client.call::<String>("bytes", [most + 1]).await.unwrap_err();
    assert_eq!((failure.code, failure.is_fault), (60, true));
    assert!(failure.message.contains("1048576 bytes"), "{}", failure.message);
    assert_eq!(client.call::<String>("bytes", [1]).await.unwrap(), "x");
}

#[tokio::test]
async fn a_method_may_take_less_than_a_message() {
    let Setup { server, .. } = setup(Limits::default());
    let mut client = Client::connect(&server).await;
    assert_eq!(client.call::<usize>("small", ["x".repeat(97)]).await, Ok(97));
    let failure = client.call::<usize>("small", ["x".repeat(98)]).await.unwrap_err();
    assert_eq!(failure.code, 60);
    assert_eq!(
        failure.message,
        "the parameters are 101 bytes, and `small` takes 100"
    );
}

#[tokio::test]
async fn a_client_that_does_not_read_is_not_read_from() {
    let Setup { server, .. } = setup(Limits::default().max_queue(100_000));
    let mut client = Client::connect(&server).await;
    // Each answer is 50 kB; the pipe takes 64 KiB and the queue 100 kB, so that only a few of them are made.
    let ids: Vec<_> = (0..60).map(|_| client.start("bytes", [50_000])).collect();
    for id in ids {
        assert_eq!(client.answer(id).await.unwrap().len(), 50_003);
    }
}

#[tokio::test(start_paused = true)]
async fn a_deadline_is_at_most_ten_minutes() {
    let Setup { server, .. } = setup(
        Limits::default()
            .ping_after(Duration::from_secs(3_600))
            .silence(Duration::from_secs(7_200)),
    );
    let mut client = Client::connect(&server).await;
    let begun = tokio::time::Instant::now();
    let options = CallOptions {
        deadline_ms: Some(3_600_000),
        ..CallOptions::default()
    };
    let id = client.start_with("hold", (), options);
    assert_eq!(client.answer(id).await.unwrap_err().code, 62);
    assert_eq!(begun.elapsed().as_secs(), 600);
}
