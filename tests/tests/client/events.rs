//! Subscriptions: their events, their gaps, and their ends.

use std::time::Duration;

use mego::call;
use mego::client::{CallError, Client, Ended, Overflow, Subscription, Update};
use mego::prelude::*;
use mego::wire::{Frame, WelcomeLimits};
use serde::Serialize;

use crate::played::{Line, Played, Said, played};

/// Somebody wrote in a room.
#[mego::event(channel = "room:{room}")]
#[derive(Clone, Debug, PartialEq)]
struct NewMessage {
    text: String,
}

/// Something else happened in a room.
#[mego::event(channel = "room:{room}")]
#[derive(Clone, Debug, PartialEq)]
struct Typing {
    who: u8,
}

#[mego::method]
async fn say(handle: Handle, room: u32, text: String) {
    handle.to(&format!("room:{room}")).emit(&NewMessage { text });
}

#[mego::method]
async fn whisper(session: Session, channel: String, text: String) {
    session.emit(&channel, &NewMessage { text });
}

#[mego::method]
async fn kick(session: Session, room: u32) {
    session.kick(&format!("room:{room}"));
}

async fn may_join(request: Subscribe) -> bool {
    request.channel() != "room:7"
}

fn engine() -> Engine {
    Engine::new()
        .register(methods![say, whisper, kick])
        .register(events![NewMessage, Typing].authorize(may_join))
}

fn client() -> Client {
    engine().in_memory().unwrap().client()
}

fn message(text: &str) -> NewMessage {
    NewMessage {
        text: text.to_owned(),
    }
}

#[tokio::test]
async fn events_come_in_order_to_those_who_subscribed() {
    let client = client();
    let mut room = client.subscribe::<NewMessage>("room:1").await.unwrap();
    let mut other = client.subscribe::<NewMessage>("room:2").await.unwrap();
    assert_eq!(room.channel(), "room:1");
    for text in ["a", "b", "c"] {
        call!(client, say, 1, text.to_owned()).await.unwrap();
    }
    call!(client, say, 2, "d".to_owned()).await.unwrap();
    for text in ["a", "b", "c"] {
        assert_eq!(room.next().await.unwrap(), message(text));
    }
    assert_eq!(other.next_update().await, Some(Update::Event(message("d"))));
}

#[tokio::test]
async fn a_refused_channel_and_one_that_there_is_not_are_not_found() {
    let client = client();
    for channel in ["room:7", "hall:7", ""] {
        let error = client.subscribe::<NewMessage>(channel).await.unwrap_err();
        let CallError::Fault(fault) = error else {
            panic!("{error}")
        };
        let expected = if channel.is_empty() {
            Status::Invalid
        } else {
            Status::NotFound
        };
        assert_eq!(fault.status, expected, "{channel}");
    }
}

#[tokio::test]
async fn the_server_is_asked_once_for_each_channel() {
    let (builder, mut connections) = played();
    let client = builder.open().unwrap();
    let mut played = connections.welcomed().await;
    let asked = async {
        let (id, event, channel) = sub(played.next().await);
        assert_eq!((event.as_str(), channel.as_str()), ("newMessage", "room:1"));
        played.ok(id, &Accepted { u: 5 });
    };
    let (first, second, ()) = tokio::join!(
        client.subscribe::<NewMessage>("room:1").into_future(),
        client.subscribe::<NewMessage>("room:1").into_future(),
        asked
    );
    let (mut first, mut second) = (first.unwrap(), second.unwrap());
    let mut third = client.subscribe::<NewMessage>("room:1").await.unwrap();
    played.event(5, &message("to all"));
    for subscription in [&mut first, &mut second, &mut third] {
        assert_eq!(subscription.next().await.unwrap(), message("to all"));
    }
    drop((first, second));
    played.event(5, &message("to one"));
    assert_eq!(third.next().await.unwrap(), message("to one"));
    drop(third);
    // Only now, with the last of them.
    let Said::Unsub(id, 5) = played.next().await else {
        panic!("no Unsub")
    };
    played.ok(id, &());
    // What was on its way is nothing, and whoever subscribes again gets a number of its own.
    played.event(5, &message("late"));
    let mut again = subscribe(&client, &mut played, 6).await;
    played.event(6, &message("anew"));
    assert_eq!(again.next().await.unwrap(), message("anew"));
}

#[tokio::test]
async fn a_subscription_that_is_given_up_before_its_answer_is_ended_after_it() {
    let (builder, mut connections) = played();
    let client = builder.open().unwrap();
    let mut played = connections.welcomed().await;
    let impatient = tokio::spawn(client.subscribe::<NewMessage>("room:1").into_future());
    let (id, ..) = sub(played.next().await);
    impatient.abort();
    assert!(impatient.await.unwrap_err().is_cancelled());
    // Another wants the same in the meantime, and is not mixed up with it.
    let patient = tokio::spawn(client.subscribe::<NewMessage>("room:1").into_future());
    let (second, ..) = sub(played.next().await);
    played.ok(id, &Accepted { u: 1 });
    assert!(matches!(played.next().await, Said::Unsub(_, 1)));
    played.ok(second, &Accepted { u: 2 });
    let mut patient = patient.await.unwrap().unwrap();
    played.event(1, &message("to nobody"));
    played.event(2, &message("to somebody"));
    assert_eq!(patient.next().await.unwrap(), message("to somebody"));
}

#[tokio::test(start_paused = true)]
async fn a_lost_connection_is_a_gap_and_not_an_end() {
    let server = engine().in_memory().unwrap();
    let line = Line::to(&server);
    let (client, other) = (line.client(), server.client());
    let mut room = client.subscribe::<NewMessage>("room:1").await.unwrap();
    call!(client, say, 1, "before".to_owned()).await.unwrap();
    assert_eq!(room.next_update().await, Some(Update::Event(message("before"))));
    line.cut();
    assert_eq!(room.next_update().await, Some(Update::Gap));
    call!(other, say, 1, "after".to_owned()).await.unwrap();
    assert_eq!(room.next_update().await, Some(Update::Event(message("after"))));
    assert_eq!(line.connections(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_after_a_reconnection_ends_the_subscription() {
    let (builder, mut connections) = played();
    let client = builder.open().unwrap();
    let mut played = connections.welcomed().await;
    let mut room = subscribe(&client, &mut played, 1).await;
    drop(played);
    let mut played = connections.welcomed().await;
    let (id, ..) = sub(played.next().await);
    // A server that is closing is asked again on the next connection.
    played.fail(id, 64);
    played.close(1012);
    let mut played = connections.welcomed().await;
    let (id, ..) = sub(played.next().await);
    played.fail(id, 55);
    assert_eq!(room.next().await, None);
    assert!(
        matches!(room.end(), Some(Ended::Refused(fault)) if fault.status == Status::NotFound),
        "{room:?}"
    );
    // It is not asked for once more.
    drop(room);
    played.close(1012);
    let mut played = connections.welcomed().await;
    client.notify("next", &()).unwrap();
    assert_eq!(played.next().await, Said::Notify("next".to_owned()));
}

#[tokio::test]
async fn a_session_that_is_kicked_hears_of_it() {
    let client = client();
    let mut room = client.subscribe::<NewMessage>("room:1").await.unwrap();
    call!(client, say, 1, "last".to_owned()).await.unwrap();
    call!(client, kick, 1).await.unwrap();
    call!(client, say, 1, "never".to_owned()).await.unwrap();
    assert_eq!(room.next().await.unwrap(), message("last"));
    assert_eq!(room.next().await, None);
    assert_eq!(room.end(), Some(&Ended::Removed));
    drop(room);
    let mut again = client.subscribe::<NewMessage>("room:1").await.unwrap();
    call!(client, say, 1, "back".to_owned()).await.unwrap();
    assert_eq!(again.next().await.unwrap(), message("back"));
}

#[tokio::test]
async fn a_gap_of_the_server_and_an_event_that_cannot_be_read_are_noted() {
    let (builder, mut connections) = played();
    let client = builder.open().unwrap();
    let mut played = connections.welcomed().await;
    let mut room = subscribe(&client, &mut played, 1).await;
    played.send(&Frame::SubState {
        subscription: 1,
        state: 1,
        code: None,
    });
    played.event(1, &message("a"));
    played.event(1, &"no message");
    played.event(1, &message("b"));
    let expected = [
        Update::Gap,
        Update::Event(message("a")),
        Update::Gap,
        Update::Event(message("b")),
    ];
    for update in expected {
        assert_eq!(room.next_update().await, Some(update));
    }
}

#[tokio::test]
async fn what_nobody_takes_gives_way() {
    let (builder, mut connections) = played();
    let client = builder.open().unwrap();
    let mut played = connections.welcomed().await;
    // One at a time may wait.
    let asked = async {
        let (id, ..) = sub(played.next().await);
        played.ok(id, &Accepted { u: 1 });
    };
    let subscriptions = async {
        let mut subscriptions = Vec::new();
        for overflow in [Overflow::DropOldest, Overflow::DropNewest, Overflow::End] {
            let subscribing = client
                .subscribe::<NewMessage>("room:1")
                .max_waiting(1)
                .overflow(overflow);
            subscriptions.push(subscribing.await.unwrap());
        }
        subscriptions
    };
    let (mut subscriptions, ()) = tokio::join!(subscriptions, asked);
    for text in ["a", "b", "c"] {
        played.event(1, &message(text));
    }
    // The client reads in order: with this answer, the events are there.
    let (pong, ()) = tokio::join!(client.call_named::<u8>("ping", &()).into_future(), async {
        let id = played.next().await.call("ping");
        played.ok(id, &1);
    });
    pong.unwrap();
    let [oldest, newest, end] = &mut subscriptions[..] else {
        unreachable!()
    };
    assert_eq!(oldest.next_update().await, Some(Update::Gap));
    assert_eq!(oldest.next_update().await, Some(Update::Event(message("c"))));
    assert_eq!(newest.next_update().await, Some(Update::Event(message("a"))));
    assert_eq!(newest.next_update().await, Some(Update::Gap));
    assert_eq!(end.next_update().await, Some(Update::Event(message("a"))));
    assert_eq!(end.next_update().await, None);
    assert_eq!(end.end(), Some(&Ended::Overflow));
}

#[tokio::test]
async fn events_to_this_client_alone_are_heard_without_a_subscription() {
    let client = client();
    let mut all = client.events::<NewMessage>();
    let mut typing = client.events::<Typing>();
    let mut room = client.subscribe::<NewMessage>("room:1").await.unwrap();
    call!(client, whisper, "room:9".to_owned(), "psst".to_owned())
        .await
        .unwrap();
    call!(client, whisper, "room:1".to_owned(), "here".to_owned())
        .await
        .unwrap();
    call!(client, say, 1, "loud".to_owned()).await.unwrap();
    for (channel, text) in [("room:9", "psst"), ("room:1", "here"), ("room:1", "loud")] {
        let heard = all.next().await.unwrap();
        assert_eq!((&*heard.channel, heard.event), (channel, message(text)));
    }
    assert_eq!(room.next().await.unwrap(), message("here"));
    assert_eq!(room.next().await.unwrap(), message("loud"));
    client.close().await;
    assert_eq!(all.next().await, None);
    assert_eq!(typing.next().await, None);
    assert_eq!(room.next().await, None);
    assert!(matches!(room.end(), Some(Ended::Closed(_))));
}

#[tokio::test]
async fn subscriptions_have_a_limit_and_leave_room_when_they_end() {
    let server = engine()
        .limits(Limits::default().max_subscriptions(2))
        .in_memory()
        .unwrap();
    let client = server.client();
    let first = client.subscribe::<NewMessage>("room:1").await.unwrap();
    let _second = client.subscribe::<NewMessage>("room:2").await.unwrap();
    let third = client.subscribe::<NewMessage>("room:3").await.unwrap_err();
    assert_eq!(third.status(), Some(Status::ResourceExhausted));
    drop(first);
    let _third = client.subscribe::<NewMessage>("room:3").await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_subscription_waits_for_a_connection_and_not_for_ever() {
    let (builder, mut connections) = played();
    let client = builder.timeout(Duration::from_secs(5)).open().unwrap();
    let late = client.subscribe::<NewMessage>("room:1").await.unwrap_err();
    assert!(matches!(late, CallError::Timeout), "{late}");
    // Paused time goes on once everybody has done what there is to do.
    tokio::time::sleep(Duration::from_secs(1)).await;
    // Nobody wants it any more, and nobody is asked.
    let mut played = connections.welcomed().await;
    let waiting = tokio::spawn(client.subscribe::<NewMessage>("room:2").into_future());
    let (id, _, channel) = sub(played.next().await);
    assert_eq!(channel, "room:2");
    played.ok(id, &Accepted { u: 1 });
    let _subscription = waiting.await.unwrap().unwrap();
}

#[derive(Serialize)]
struct Accepted {
    u: u64,
}

fn sub(said: Said) -> (u32, String, String) {
    match said {
        Said::Sub(id, event, channel) => (id, event, channel),
        other => panic!("no Sub, but {other:?}"),
    }
}

/// Subscribes to a room, which gets this number.
async fn subscribe(client: &Client, played: &mut Played, number: u64) -> Subscription<NewMessage> {
    let asked = async {
        let (id, ..) = sub(played.next().await);
        played.ok(id, &Accepted { u: number });
    };
    let (subscription, ()) = tokio::join!(client.subscribe::<NewMessage>("room:1").into_future(), asked);
    subscription.unwrap()
}

#[tokio::test(start_paused = true)]
async fn subscriptions_are_asked_for_before_the_calls_that_wait() {
    let (builder, mut connections) = played();
    let client = builder.open().unwrap();
    let played = async {
        let mut played = connections.next().await;
        assert!(matches!(played.next().await, Said::Hello { .. }));
        played
    };
    let call = tokio::spawn(client.call_named::<u8>("cause", &()).into_future());
    let room = tokio::spawn(client.subscribe::<NewMessage>("room:1").into_future());
    let mut played = played.await;
    // Paused time goes on once everybody has done what there is to do: both wait now.
    tokio::time::sleep(Duration::from_secs(1)).await;
    played.welcome(WelcomeLimits::default());
    let (id, ..) = sub(played.next().await);
    played.ok(id, &Accepted { u: 1 });
    let id = played.next().await.call("cause");
    played.event(1, &message("caused"));
    played.ok(id, &1);
    call.await.unwrap().unwrap();
    assert_eq!(
        room.await.unwrap().unwrap().next().await.unwrap(),
        message("caused")
    );
}
