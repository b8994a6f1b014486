//! A panic ends its call and nothing else.

use mego::prelude::*;
use mego::wire::Frame;
use tests::{Client, Failure};

#[mego::method]
async fn panic_at_once() -> u32 {
    panic!("first poll")
}

#[mego::method]
async fn panic_later() -> u32 {
    tokio::task::yield_now().await;
    panic!("second poll")
}

#[mego::method(spawn)]
async fn panic_on_a_task() -> u32 {
    panic!("on a task")
}

struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("drop");
    }
}

#[mego::method]
async fn panic_when_dropped() -> u32 {
    let _bomb = Bomb;
    std::future::pending().await
}

#[mego::method]
async fn panic_with_a_payload_that_panics() -> u32 {
    std::panic::panic_any(Bomb)
}

struct Unwritable;

impl serde::Serialize for Unwritable {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("no"))
    }
}

impl mego::JsonSchema for Unwritable {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Unwritable".into()
    }

    fn json_schema(_: &mut mego::schemars::SchemaGenerator) -> mego::schemars::Schema {
        mego::schemars::Schema::default()
    }
}

#[mego::method]
async fn unwritable() -> Unwritable {
    Unwritable
}

#[mego::method]
async fn fine() -> u32 {
    1
}

async fn client() -> Client {
    let methods = methods![
        panic_at_once,
        panic_later,
        panic_on_a_task,
        panic_when_dropped,
        panic_with_a_payload_that_panics,
        unwritable,
        fine
    ];
    Client::connect(&Engine::new().register(methods).in_memory().unwrap()).await
}

fn assert_opaque(failure: &Failure) {
    assert_eq!((failure.code, failure.is_fault), (51, true));
    assert_eq!(failure.message, "something failed inside the server");
    assert_eq!(failure.incident.as_deref().map(str::len), Some(16));
    assert_eq!(failure.data, None);
}

#[tokio::test]
async fn a_panicking_handler_is_an_incident_and_the_connection_lives() {
    let mut client = client().await;
    for method in [
        "panicAtOnce",
        "panicLater",
        "panicOnATask",
        "panicWithAPayloadThatPanics",
        "unwritable",
    ] {
        assert_opaque(&client.call::<u32>(method, ()).await.unwrap_err());
        assert_eq!(client.call::<u32>("fine", ()).await, Ok(1), "after {method}");
    }
}

#[tokio::test]
async fn a_panicking_drop_of_a_cancelled_call_is_answered_once() {
    let mut client = client().await;
    let id = client.start("panicWhenDropped", ());
    client.send(&Frame::Cancel { id, reason: None });
    assert_eq!(client.answer(id).await.unwrap_err().code, 63);
    assert_eq!(client.call::<u32>("fine", ()).await, Ok(1));
}

#[tokio::test]
async fn a_panic_in_flight_does_not_take_other_calls_along() {
    let mut client = client().await;
    let ids: Vec<_> = (0..10)
        .map(|n| client.start(if n % 2 == 0 { "panicLater" } else { "fine" }, ()))
        .collect();
    for (n, id) in ids.into_iter().enumerate() {
        assert_eq!(client.answer(id).await.is_ok(), n % 2 == 1);
    }
}
