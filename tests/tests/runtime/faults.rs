//! Where a wrong value is, among right ones of every kind.

use std::collections::BTreeMap;

use mego::prelude::*;
use serde_json::json;
use tests::Client;

#[mego::data]
enum Shape {
    Dot,
    Circle(f64),
}

#[mego::data]
struct Everything {
    large: u128,
    shape: Shape,
    by_number: BTreeMap<u32, String>,
    list: Vec<Inner>,
    count: u32,
}

#[mego::data]
struct Inner {
    shape: Shape,
    name: String,
}

#[mego::method]
async fn take(value: Everything) -> usize {
    value.list.len()
}

/// What the server says of one value that is wrong, at a place like `/list/0/name`.
async fn told(place: &str, wrong: Option<serde_json::Value>) -> String {
    let mut value = json!({
        "shape": {"circle": 1.5},
        "list": [{"shape": "dot", "name": "a"}],
        "count": 1,
    });
    let (parent, last) = place.rsplit_once('/').unwrap();
    let parent = value.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    match wrong {
        Some(wrong) => drop(parent.insert(last.to_owned(), wrong)),
        None => drop(parent.remove(last)),
    }
    // What JSON cannot say comes first: it is right, and the fault is behind it.
    let mut fields: Vec<(rmpv::Value, rmpv::Value)> = vec![
        ("large".into(), rmpv::Value::Binary(vec![0xff; 16])),
        (
            "byNumber".into(),
            rmpv::Value::Map(vec![(7.into(), "seven".into())]),
        ),
    ];
    let rest = rmpv::ext::to_value(&value).unwrap();
    fields.extend(rest.as_map().unwrap().clone());
    let server = Engine::new().register(methods![take]).in_memory().unwrap();
    let mut client = Client::connect(&server).await;
    let sent = BTreeMap::from([("value", rmpv::Value::Map(fields))]);
    client.call::<usize>("take", sent).await.unwrap_err().message
}

#[tokio::test]
async fn the_wrong_field_is_named_and_no_right_one() {
    assert_eq!(
        told("/count", Some(json!("x"))).await,
        "`value.count`: invalid type: string, expected a value of its type"
    );
    assert_eq!(
        told("/list/0/name", Some(json!(5))).await,
        "`value.list[0].name`: invalid type: integer `5`, expected a string"
    );
    assert_eq!(
        told("/shape", Some(json!("square"))).await,
        "`value.shape`: unknown variant `square`, expected `dot` or `circle`"
    );
    assert_eq!(
        told("/count", None).await,
        "`value.count` is missing, expected a value"
    );
    assert_eq!(
        told("/list/0/name", None).await,
        "`value.list[0].name` is missing, expected a value"
    );
}

#[tokio::test]
async fn what_is_sent_back_is_short() {
    let server = Engine::new().register(methods![take]).in_memory().unwrap();
    let mut client = Client::connect(&server).await;
    let long = "k".repeat(30_000);
    let failure = client
        .call::<usize>("take", json!({ long.clone(): 1 }))
        .await
        .unwrap_err();
    assert!(failure.message.len() < 1_000, "{}", failure.message.len());
    let sent = json!({"value": {"list": [{ long: 1 }]}});
    let failure = client.call::<usize>("take", sent).await.unwrap_err();
    assert!(failure.message.len() < 1_000, "{}", failure.message.len());
}
