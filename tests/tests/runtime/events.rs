//! Events: subscriptions, to whom they go, in which order, and who is too slow for them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use mego::prelude::*;
use mego::transport::memory::MemoryServer;
use mego::wire::{self, CloseCode};
use serde::Serializer;
use tests::{Client, Owned};
use tokio::sync::Semaphore;

/// A number was said.
#[mego::event]
struct Number {
    n: u32,
}

/// A number that only counts when it is new.
#[mego::event(when_slow = keep_latest)]
struct Latest {
    n: u32,
    padding: String,
}

/// One of many numbers.
#[mego::event(when_slow = drop_oldest)]
struct Many {
    n: u32,
    padding: String,
}

/// Something in a room.
#[mego::event(channel = "room:{room}")]
struct InRoom {
    n: u32,
}

/// Large.
#[mego::event]
struct Large {
    padding: String,
}

/// Counts how often it is encoded.
#[mego::event]
struct Counted {
    #[serde(serialize_with = "count")]
    n: u32,
}

static ENCODED: AtomicUsize = AtomicUsize::new(0);

#[allow(clippy::trivially_copy_pass_by_ref)] // serde's form
fn count<S: Serializer>(n: &u32, serializer: S) -> Result<S::Ok, S::Error> {
    ENCODED.fetch_add(1, Ordering::SeqCst);
    serializer.serialize_u32(*n)
}

/// No `events![…]` lists it.
#[mego::event]
struct Unlisted {
    n: u32,
}

#[mego::method]
async fn say(handle: Handle, session: Session, n: u32) {
    handle.to("all").except(&session).emit(&Number { n });
}

#[mego::method]
async fn whisper(session: Session, n: u32) -> u32 {
    session.emit("all", &Number { n });
    n
}

fn engine() -> Engine {
    Engine::new()
        .register(methods![say, whisper])
        .register(events![Number, Latest, Many, InRoom, Large, Counted])
}

fn setup() -> (MemoryServer, Handle) {
    let engine = engine();
    let handle = engine.handle();
    (engine.in_memory().unwrap(), handle)
}

fn number(owned: &Owned) -> Option<(u64, u32)> {
    #[derive(serde::Deserialize)]
    struct Read {
        n: u32,
    }
    match owned {
        Owned::Event {
            subscription, data, ..
        } => Some((*subscription, wire::decode::<Read>(data).unwrap().n)),
        _ => None,
    }
}

async fn numbers(client: &mut Client) -> Vec<(u64, u32)> {
    client.arrived().await.iter().filter_map(number).collect()
}

#[tokio::test(start_paused = true)]
async fn subscribers_of_a_channel_get_its_events() {
    let (server, handle) = setup();
    let mut a = Client::connect(&server).await;
    let mut b = Client::connect(&server).await;
    assert_eq!(a.subscribe("number", "all").await.unwrap(), 1);
    assert_eq!(a.subscribe("number", "some").await.unwrap(), 2);
    assert_eq!(b.subscribe("number", "all").await.unwrap(), 1);
    handle.to("all").emit(&Number { n: 1 });
    handle.to("some").emit(&Number { n: 2 });
    handle.to("none").emit(&Number { n: 3 });
    handle.to("all").emit(&Latest {
        n: 4,
        padding: String::new(),
    });
    assert_eq!(numbers(&mut a).await, [(1, 1), (2, 2)]);
    assert_eq!(numbers(&mut b).await, [(1, 1)]);
    handle.to_all().emit(&Number { n: 5 });
    let mut both = numbers(&mut a).await;
    both.sort_unstable();
    assert_eq!(both, [(1, 5), (2, 5)]);
}

#[tokio::test(start_paused = true)]
async fn an_event_goes_to_those_it_is_for() {
    let (server, handle) = setup();
    let mut clients = Vec::new();
    for _ in 0..3 {
        let mut client = Client::connect(&server).await;
        client.subscribe("number", "all").await.unwrap();
        clients.push(client);
    }
    let sessions = handle.to("all").sessions();
    assert_eq!(sessions.len(), 3);
    let [a, b, c] = sessions.as_slice() else { panic!() };
    handle.to("all").only([a, b]).emit(&Number { n: 1 });
    handle.to("all").except(a).emit(&Number { n: 2 });
    handle
        .to("all")
        .filter(|session| session == c)
        .emit(&Number { n: 3 });
    handle
        .to("all")
        .only([a, b])
        .except(b)
        .filter(|_| true)
        .emit(&Number { n: 4 });
    let mut got = Vec::new();
    for client in &mut clients {
        got.push(
            numbers(client)
                .await
                .into_iter()
                .map(|(_, n)| n)
                .collect::<Vec<_>>(),
        );
    }
    got.sort();
    assert_eq!(got, [vec![1, 2], vec![1, 4], vec![2, 3]]);
}

#[tokio::test(start_paused = true)]
async fn a_filter_may_emit_itself() {
    let (server, handle) = setup();
    let mut client = Client::connect(&server).await;
    client.subscribe("number", "all").await.unwrap();
    let again = handle.clone();
    handle
        .to("all")
        .filter(|_| {
            again.to("all").emit(&Number { n: 1 });
            true
        })
        .emit(&Number { n: 2 });
    assert_eq!(numbers(&mut client).await, [(1, 1), (1, 2)]);
}

#[tokio::test(start_paused = true)]
async fn others_hear_what_a_caller_says_and_the_caller_hears_its_own() {
    let (server, _) = setup();
    let mut a = Client::connect(&server).await;
    let mut b = Client::connect(&server).await;
    a.subscribe("number", "all").await.unwrap();
    b.subscribe("number", "all").await.unwrap();
    a.call::<()>("say", [1]).await.unwrap();
    assert_eq!(numbers(&mut a).await, []);
    assert_eq!(numbers(&mut b).await, [(1, 1)]);
    a.call::<u32>("whisper", [2]).await.unwrap();
    assert_eq!(numbers(&mut a).await, [(1, 2)]);
    assert_eq!(numbers(&mut b).await, []);
}

#[tokio::test(start_paused = true)]
async fn a_session_gets_its_own_events_without_a_subscription() {
    let (server, _) = setup();
    let mut client = Client::connect(&server).await;
    let id = client.start("whisper", [7]);
    let arrived = client.arrived().await;
    assert!(
        matches!(&arrived[0], Owned::Ok { id: of, .. } if *of == id),
        "{arrived:?}"
    );
    assert_eq!(
        arrived[1],
        Owned::EventTo {
            event: "number".to_owned(),
            channel: "all".to_owned(),
            data: b"\x81\xa1n\x07".to_vec()
        }
    );
}

#[tokio::test(start_paused = true)]
async fn after_the_answer_to_unsub_comes_nothing() {
    let (server, handle) = setup();
    let mut client = Client::connect(&server).await;
    let subscription = client.subscribe("number", "all").await.unwrap();
    // Emitted, and not delivered yet, when the Unsub arrives.
    handle.to("all").emit(&Number { n: 1 });
    client.unsubscribe(subscription).await.unwrap();
    client.arrived().await;
    handle.to("all").emit(&Number { n: 2 });
    assert_eq!(numbers(&mut client).await, []);
    assert_eq!(handle.subscription_count(), (0, 0));
    let failure = client.unsubscribe(subscription).await.unwrap_err();
    assert_eq!(failure.code, 55);
    // Numbers are not used again.
    assert_eq!(client.subscribe("number", "all").await.unwrap(), 2);
}

#[tokio::test(start_paused = true)]
async fn what_does_not_exist_cannot_be_told_from_what_is_refused() {
    let engine = Engine::new()
        .authorize(async |request: Subscribe| request.channel() != "nowhere")
        .register(
            events![InRoom].authorize(async |request: Subscribe| request.param("room") != Some("private")),
        )
        .register(events![Number]);
    let server = engine.in_memory().unwrap();
    let mut client = Client::connect(&server).await;
    client.subscribe("inRoom", "room:1").await.unwrap();
    for (event, channel) in [
        ("inRoom", "room:private"),
        ("inRoom", "hall:1"),
        ("inRoom", "room:"),
        ("number", "nowhere"),
        ("nothing", "all"),
    ] {
        let failure = client.subscribe(event, channel).await.unwrap_err();
        assert_eq!(failure.code, 55);
        assert_eq!(
            failure.message,
            format!("there is no channel `{channel}` of the event `{event}`")
        );
        assert!(failure.data.is_none() && failure.incident.is_none());
    }
}

#[tokio::test(start_paused = true)]
async fn whoever_decides_may_take_their_time_and_may_fail() {
    let gate = Arc::new(Semaphore::new(0));
    let waiting = Arc::clone(&gate);
    let engine = Engine::new().register(events![Number].authorize(move |request: Subscribe| {
        let gate = Arc::clone(&waiting);
        async move {
            match request.channel() {
                "fails" => Err(mego::Error::internal("the directory is down")),
                "panics" => panic!("the directory is gone"),
                _ => gate.acquire().await.map(|_| true).map_err(mego::Error::from),
            }
        }
    }));
    let handle = engine.handle();
    let server = engine.in_memory().unwrap();
    let mut client = Client::connect(&server).await;
    for channel in ["fails", "panics"] {
        let failure = client.subscribe("number", channel).await.unwrap_err();
        assert_eq!(failure.code, 51);
        assert!(failure.incident.is_some());
    }
    let id = client.next_id();
    client.send(&wire::Frame::Sub {
        id,
        event: "number",
        channel: "all",
    });
    assert_eq!(client.arrived().await, []);
    handle.to("all").emit(&Number { n: 1 });
    gate.add_permits(1);
    let arrived = client.arrived().await;
    assert!(matches!(&arrived[..], [Owned::Ok { .. }]), "{arrived:?}");
    handle.to("all").emit(&Number { n: 2 });
    assert_eq!(numbers(&mut client).await, [(1, 2)]);
}

#[tokio::test(start_paused = true)]
async fn names_and_numbers_of_subscriptions_have_limits() {
    let limited = engine().limits(Limits::default().max_subscriptions(2));
    let handle = limited.handle();
    let server = limited.in_memory().unwrap();
    let mut client = Client::connect(&server).await;
    let longest = "x".repeat(255);
    client.subscribe("number", &longest).await.unwrap();
    assert_eq!(
        client
            .subscribe("number", &"x".repeat(256))
            .await
            .unwrap_err()
            .code,
        54
    );
    assert_eq!(client.subscribe("number", "").await.unwrap_err().code, 54);
    // Twice on one channel is two subscriptions.
    client.subscribe("number", &longest).await.unwrap();
    handle.to(&longest).emit(&Number { n: 1 });
    assert_eq!(numbers(&mut client).await, [(1, 1), (2, 1)]);
    assert_eq!(client.subscribe("number", "b").await.unwrap_err().code, 60);
    client.unsubscribe(1).await.unwrap();
    client.subscribe("number", "b").await.unwrap();

    let limits = Limits::default().max_channel_name(3);
    let server = engine().limits(limits).in_memory().unwrap();
    let mut client = Client::connect(&server).await;
    client.subscribe("number", "abc").await.unwrap();
    let failure = client.subscribe("number", "abcd").await.unwrap_err();
    assert_eq!(
        failure.message,
        "the name of the channel has 4 bytes, expected 1 to 3"
    );
}

#[tokio::test(start_paused = true)]
async fn to_be_kicked_is_to_be_told() {
    let (server, handle) = setup();
    let mut a = Client::connect(&server).await;
    let mut b = Client::connect(&server).await;
    for client in [&mut a, &mut b] {
        client.subscribe("number", "all").await.unwrap();
        client.subscribe("inRoom", "room:1").await.unwrap();
    }
    a.call::<u32>("whisper", [0]).await.unwrap();
    a.arrived().await;
    let session = handle.sessions().into_iter().next().unwrap();
    session.kick("room:1");
    session.kick("nowhere");
    handle.to("room:1").emit(&InRoom { n: 1 });
    let (of_a, of_b) = (a.arrived().await, b.arrived().await);
    let mut both = [of_a, of_b];
    both.sort_by_key(|owned| matches!(owned[0], Owned::SubState(..)));
    assert_eq!(both[0].iter().filter_map(number).collect::<Vec<_>>(), [(2, 1)]);
    assert_eq!(both[1], [Owned::SubState(2, 3)]);
    handle.destroy("all");
    handle.to("all").emit(&Number { n: 2 });
    assert_eq!(a.arrived().await, [Owned::SubState(1, 3)]);
    assert_eq!(b.arrived().await, [Owned::SubState(1, 3)]);
    assert_eq!(handle.subscription_count(), (1, 1));
    // What the server ended cannot be ended again, and can be had anew.
    assert_eq!(a.unsubscribe(1).await.unwrap_err().code, 55);
    assert_eq!(a.subscribe("number", "all").await.unwrap(), 3);
}

#[tokio::test(start_paused = true)]
async fn nobody_costs_nothing_and_everybody_is_encoded_once() {
    let (server, handle) = setup();
    let before = ENCODED.load(Ordering::SeqCst);
    handle.to("all").emit(&Counted { n: 1 });
    handle.to_all().emit(&Counted { n: 1 });
    assert_eq!(ENCODED.load(Ordering::SeqCst), before);
    let mut clients = Vec::new();
    for _ in 0..100 {
        let mut client = Client::connect(&server).await;
        client.subscribe("counted", "all").await.unwrap();
        client.subscribe("counted", "more").await.unwrap();
        clients.push(client);
    }
    handle.to("all").emit(&Counted { n: 2 });
    handle.to_all().emit(&Counted { n: 3 });
    assert_eq!(ENCODED.load(Ordering::SeqCst), before + 2);
    for client in &mut clients {
        assert_eq!(numbers(client).await.len(), 3);
    }
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_sent_hurts_nobody() {
    let engine = engine().limits(Limits::default().max_event(100));
    let handle = engine.handle();
    let server = engine.in_memory().unwrap();
    let mut client = Client::connect(&server).await;
    client.subscribe("large", "all").await.unwrap();
    handle.to("all").emit(&Large {
        padding: "x".repeat(100),
    });
    handle.to("all").emit(&Unlisted { n: 1 });
    assert_eq!(client.arrived().await, []);
    handle.to("all").emit(&Large {
        padding: "x".repeat(80),
    });
    assert_eq!(client.arrived().await.len(), 1);
    assert_eq!(client.subscribe("unlisted", "all").await.unwrap_err().code, 55);
}

#[tokio::test(start_paused = true)]
async fn all_subscribers_see_one_order() {
    let (server, handle) = setup();
    let mut clients = Vec::new();
    for _ in 0..8 {
        let mut client = Client::connect(&server).await;
        client.subscribe("number", "all").await.unwrap();
        clients.push(client);
    }
    let emitters: Vec<_> = (0..8)
        .map(|emitter| {
            let handle = handle.clone();
            std::thread::spawn(move || {
                for n in 0..500 {
                    handle.to("all").emit(&Number {
                        n: emitter * 1000 + n,
                    });
                }
            })
        })
        .collect();
    emitters.into_iter().for_each(|emitter| emitter.join().unwrap());
    let mut first: Option<Vec<(u64, u32)>> = None;
    for client in &mut clients {
        let mut all = Vec::new();
        while all.len() < 4_000 {
            all.extend(number(&client.receive().await));
        }
        assert_eq!(*first.get_or_insert_with(|| all.clone()), all);
    }
}

fn padding() -> String {
    "x".repeat(10_000)
}

#[tokio::test(start_paused = true)]
async fn a_subscriber_that_does_not_read_is_disconnected() {
    let (server, handle) = setup();
    let mut slow = Client::connect(&server).await;
    let mut quick = Client::connect(&server).await;
    slow.subscribe("large", "all").await.unwrap();
    quick.subscribe("large", "all").await.unwrap();
    let mut emitted = 0;
    let begun = tokio::time::Instant::now();
    while handle.connections() == 2 {
        handle.to("all").emit(&Large { padding: padding() });
        emitted += 1;
        assert_eq!(quick.arrived().await.len(), 1);
        assert!(emitted < 200, "the slow one is still there");
        if emitted > 115 {
            // Its queue is full: the time for its goodbye passes.
            tokio::time::advance(std::time::Duration::from_millis(100)).await;
        }
    }
    assert!(
        begun.elapsed() < std::time::Duration::from_secs(2),
        "{:?}",
        begun.elapsed()
    );
    assert_eq!(slow.closed().await, CloseCode::SLOW_CONSUMER);
    assert_eq!(handle.subscription_count(), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn what_may_be_dropped_is_dropped_and_the_last_always_comes() {
    let (server, handle) = setup();
    let mut client = Client::connect(&server).await;
    let latest = client.subscribe("latest", "all").await.unwrap();
    let many = client.subscribe("many", "all").await.unwrap();
    for n in 0..1_000 {
        handle.to("all").emit(&Latest {
            n,
            padding: padding(),
        });
        handle.to("all").emit(&Many {
            n,
            padding: padding(),
        });
        for _ in 0..4 {
            tokio::task::yield_now().await;
        }
    }
    let mut arrived = Vec::new();
    loop {
        let more = client.arrived().await;
        if more.is_empty() {
            break;
        }
        arrived.extend(more);
    }
    for subscription in [latest, many] {
        assert!(
            arrived.contains(&Owned::SubState(subscription, 1)),
            "{subscription}"
        );
        let of_it: Vec<_> = arrived
            .iter()
            .filter_map(number)
            .filter(|(number, _)| *number == subscription)
            .map(|(_, n)| n)
            .collect();
        assert!(of_it.is_sorted(), "{of_it:?}");
        assert_eq!(of_it.last(), Some(&999));
        // After a gap follows what comes after it.
        let gap = arrived
            .iter()
            .rposition(|owned| *owned == Owned::SubState(subscription, 1));
        let next = arrived[gap.unwrap() + 1..].iter().find_map(number);
        assert_eq!(next.map(|(number, _)| number), Some(subscription));
    }
    let count = arrived
        .iter()
        .filter_map(number)
        .filter(|(n, _)| *n == many)
        .count();
    assert!((80..500).contains(&count), "{count} of the queue's 1 MiB");
    assert_eq!(handle.connections(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_hundred_thousand_channels_leave_nothing_behind() {
    let (server, handle) = setup();
    let mut clients = Vec::new();
    for _ in 0..1_000 {
        clients.push(Client::connect(&server).await);
    }
    for (index, client) in clients.iter_mut().enumerate() {
        let mut message = Vec::new();
        for n in 0..100 {
            let channel = format!("channel {index} {n}");
            wire::Frame::Sub {
                id: client.next_id(),
                event: "number",
                channel: &channel,
            }
            .write(&mut message);
        }
        client.send_bytes(message);
    }
    for client in &mut clients {
        assert_eq!(client.arrived().await.len(), 100);
    }
    assert_eq!(handle.subscription_count(), (100_000, 100_000));
    // Half of them unsubscribe, the other half is lost.
    for client in &mut clients[..500] {
        let mut message = Vec::new();
        for subscription in 1..=100 {
            wire::Frame::Unsub {
                id: client.next_id(),
                subscription,
            }
            .write(&mut message);
        }
        client.send_bytes(message);
    }
    for client in &mut clients[..500] {
        assert_eq!(client.arrived().await.len(), 100);
    }
    assert_eq!(handle.subscription_count(), (50_000, 50_000));
    clients.clear();
    while handle.connections() > 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(handle.subscription_count(), (0, 0));
    assert_eq!(handle.session_count(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_subscription_whose_answer_is_known_at_once_holds_for_the_frames_behind_it() {
    let engine = Engine::new()
        .register(methods![say, whisper])
        .register(events![Number].authorize(async |_: Subscribe| true));
    let handle = engine.handle();
    let server = engine.in_memory().unwrap();
    let mut client = Client::connect(&server).await;
    // Sub, a call that emits, Unsub, in one message.
    client.send_bytes(&b"\x94\x20\x01\xa6number\xa3all\x94\x10\x03\xa7whisper\x91\x07\x93\x21\x05\x01"[..]);
    let arrived = client.arrived().await;
    let answers: Vec<_> = arrived
        .iter()
        .filter(|owned| matches!(owned, Owned::Ok { .. }))
        .collect();
    assert_eq!(answers.len(), 3, "{arrived:?}");
    assert!(matches!(answers[0], Owned::Ok { id: 1, .. }));
    assert_eq!(handle.subscription_count(), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn a_subscription_that_is_cancelled_says_so() {
    let engine = Engine::new().register(events![Number].authorize(async |_: Subscribe| {
        std::future::pending::<()>().await;
        true
    }));
    let server = engine.in_memory().unwrap();
    let mut client = Client::connect(&server).await;
    let id = client.next_id();
    client.send(&wire::Frame::Sub {
        id,
        event: "number",
        channel: "all",
    });
    client.send(&wire::Frame::Cancel { id, reason: None });
    let failure = client.answer(id).await.unwrap_err();
    assert_eq!(
        (failure.code, failure.message.as_str()),
        (63, "the caller cancelled the call")
    );
}

#[tokio::test(start_paused = true)]
async fn the_options_of_a_subscription_are_looked_at_though_none_is_known() {
    let (server, _) = setup();
    for (options, is_well_formed) in [
        (&b"\x81\xa1z\x01"[..], true),
        (&b"\xc0"[..], true),
        (&b"\x05"[..], false),
        (&b"\x90"[..], false),
        (&b"\x82\xa1z\x01\xa1z\x01"[..], false),
    ] {
        let mut client = Client::connect(&server).await;
        client.send_bytes([&b"\x95\x20\x01\xa6number\xa3all"[..], options].concat());
        match client.receive().await {
            Owned::Ok { id: 1, .. } => assert!(is_well_formed, "{options:?}"),
            Owned::Closed(code) => assert_eq!((code, is_well_formed), (CloseCode::MALFORMED, false)),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_event_does_not_go_to_a_channel_of_another_form() {
    let (server, handle) = setup();
    let mut client = Client::connect(&server).await;
    client.subscribe("inRoom", "room:1").await.unwrap();
    let session = handle.sessions().remove(0);
    handle.to("hall:1").emit(&InRoom { n: 1 });
    session.emit("hall:1", &InRoom { n: 2 });
    session.emit("room:", &InRoom { n: 3 });
    handle.to("room:1").emit(&InRoom { n: 4 });
    assert_eq!(numbers(&mut client).await, [(1, 4)]);
    assert_eq!(client.arrived().await, []);
}
