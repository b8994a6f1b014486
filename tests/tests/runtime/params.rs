//! Parameters: by position, by name, bound, missing, misspelt, of the wrong type.

use std::collections::BTreeMap;

use mego::prelude::*;
use tests::{Client, Failure};

#[mego::method]
async fn sum(a: i32, b: i32) -> i32 {
    a + b
}

type Maybe<T> = Option<T>;

#[mego::method]
async fn greet(name: String, title: Maybe<String>, #[param(default = 1)] times: u32) -> String {
    format!("{}{name}x{times}", title.unwrap_or_default())
}

#[mego::data]
struct Address {
    zip: String,
}

#[mego::data]
struct NewUser {
    user_name: String,
    age: u8,
    addresses: Vec<Address>,
    nickname: Option<String>,
}

#[mego::method]
async fn create(user: Bind<NewUser>) -> String {
    user.into_inner().user_name
}

#[mego::method]
async fn find(users: Vec<NewUser>) -> usize {
    users.len()
}

#[mego::method(lenient)]
async fn lenient(a: i32) -> i32 {
    a
}

#[mego::method]
async fn ping() {}

async fn client() -> Client {
    let methods = methods![sum, greet, create, find, lenient, ping];
    let server = Engine::new().register(methods).in_memory().unwrap();
    Client::connect(&server).await
}

#[derive(Debug, serde::Deserialize, PartialEq)]
struct Wrong {
    name: String,
    path: String,
    expected: String,
}

fn wrong(failure: &Failure) -> Vec<Wrong> {
    #[derive(serde::Deserialize)]
    struct Data {
        params: Vec<Wrong>,
    }
    assert_eq!(failure.code, u64::from(Status::Invalid.code()));
    assert!(failure.is_fault);
    failure.data::<Data>().params
}

fn map<const N: usize>(entries: [(&str, i32); N]) -> BTreeMap<String, i32> {
    entries
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

#[tokio::test]
async fn by_position_and_by_name_are_the_same() {
    let mut client = client().await;
    assert_eq!(client.call::<i32>("sum", (5, 3)).await, Ok(8));
    assert_eq!(client.call::<i32>("sum", map([("a", 5), ("b", 3)])).await, Ok(8));
    assert_eq!(client.call::<i32>("sum", map([("b", 3), ("a", 5)])).await, Ok(8));
}

#[tokio::test]
async fn nothing_is_sent_as_nil_or_empty() {
    let mut client = client().await;
    assert_eq!(client.call::<()>("ping", ()).await, Ok(()));
    assert_eq!(client.call::<()>("ping", [0; 0]).await, Ok(()));
    assert_eq!(client.call::<()>("ping", map([])).await, Ok(()));
}

#[tokio::test]
async fn an_option_under_another_name_and_a_default_may_be_left_out() {
    let mut client = client().await;
    assert_eq!(client.call::<String>("greet", ["Lin"]).await.unwrap(), "Linx1");
    assert_eq!(
        client.call::<String>("greet", ("Lin", "Dr. ", 2)).await.unwrap(),
        "Dr. Linx2"
    );
}

#[tokio::test]
async fn a_wrong_type_names_the_parameter_and_the_next_call_works() {
    let mut client = client().await;
    let failure = client.call::<i32>("sum", ("five", 3)).await.unwrap_err();
    assert_eq!(
        failure.message,
        "`a`: invalid type: string \"five\", expected an integer from -2147483648 to 2147483647"
    );
    assert_eq!(
        wrong(&failure),
        [Wrong {
            name: "a".into(),
            path: String::new(),
            expected: "an integer from -2147483648 to 2147483647".into()
        }]
    );
    assert_eq!(client.call::<i32>("sum", (5, 3)).await, Ok(8));
}

#[tokio::test]
async fn every_wrong_parameter_is_named() {
    let mut client = client().await;
    let failure = client.call::<i32>("sum", ("five", [3])).await.unwrap_err();
    let names: Vec<_> = wrong(&failure).into_iter().map(|wrong| wrong.name).collect();
    assert_eq!(names, ["a", "b"]);
}

#[tokio::test]
async fn a_missing_parameter_is_named_with_what_was_expected() {
    let mut client = client().await;
    let failure = client.call::<i32>("sum", [5]).await.unwrap_err();
    assert_eq!(
        failure.message,
        "`b` is missing, expected an integer from -2147483648 to 2147483647"
    );
}

#[tokio::test]
async fn a_misspelt_parameter_is_missing_and_unknown() {
    let mut client = client().await;
    let failure = client
        .call::<i32>("sum", map([("a", 5), ("bb", 3)]))
        .await
        .unwrap_err();
    assert_eq!(
        failure.message,
        "`b` is missing, expected an integer from -2147483648 to 2147483647; `bb` is not a parameter of this method, did you mean `b`?"
    );
}

#[tokio::test]
async fn extra_parameters_are_refused_by_position_and_by_name() {
    let mut client = client().await;
    let failure = client.call::<i32>("sum", (1, 2, 3)).await.unwrap_err();
    assert_eq!(
        failure.message,
        "the parameters: 3 parameters were sent, expected 2 parameters, in this order: `a`, `b`"
    );
    let failure = client
        .call::<i32>("sum", map([("a", 1), ("b", 2), ("zebra", 3)]))
        .await
        .unwrap_err();
    assert_eq!(
        failure.message,
        "`zebra` is not a parameter of this method, expected one of `a`, `b`"
    );
    let failure = client.call::<()>("ping", [1]).await.unwrap_err();
    assert_eq!(
        failure.message,
        "the parameters: 1 parameter was sent, expected no parameters"
    );
}

#[tokio::test]
async fn a_lenient_method_ignores_what_it_does_not_know() {
    let mut client = client().await;
    assert_eq!(
        client.call::<i32>("lenient", map([("a", 1), ("zebra", 3)])).await,
        Ok(1)
    );
}

#[tokio::test]
async fn a_bare_value_is_not_guessed_to_be_a_parameter() {
    let mut client = client().await;
    let failure = client.call::<i32>("lenient", 5).await.unwrap_err();
    assert_eq!(
        failure.message,
        "the parameters: a bare value was sent, expected an array by position or a map by name, also for one parameter"
    );
}

#[tokio::test]
async fn a_name_sent_twice_is_refused() {
    let mut client = client().await;
    // {a: 1, a: 2, b: 3}
    client.send_bytes(b"\x94\x10\x01\xa3sum\x83\xa1a\x01\xa1a\x02\xa1b\x03".to_vec());
    let failure = client.answer(1).await.unwrap_err();
    assert_eq!(failure.message, "`a` is sent twice, expected one value");
}

#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
struct Sent<A> {
    user_name: &'static str,
    age: i32,
    addresses: A,
}

#[tokio::test]
async fn a_bound_payload_is_a_map_or_a_whole_array() {
    let mut client = client().await;
    let addresses: [BTreeMap<String, i32>; 0] = [];
    let sent = Sent {
        user_name: "lin",
        age: 3,
        addresses: &addresses,
    };
    assert_eq!(client.call::<String>("create", sent).await.unwrap(), "lin");
    assert_eq!(
        client
            .call::<String>("create", ("lin", 3, &addresses, "li"))
            .await
            .unwrap(),
        "lin"
    );
    let failure = client
        .call::<String>("create", ("lin", 3, &addresses))
        .await
        .unwrap_err();
    assert!(
        failure
            .message
            .contains("`userName`, `age`, `addresses`, `nickname`"),
        "{}",
        failure.message
    );
    let failure = client
        .call::<String>("create", ("lin", 3, &addresses, "li", 5))
        .await
        .unwrap_err();
    assert!(
        failure.message.contains("an array of 5 values was sent"),
        "{}",
        failure.message
    );
}

#[tokio::test]
async fn a_fault_deep_in_a_bound_payload_is_named_by_its_path() {
    let mut client = client().await;
    let addresses = [BTreeMap::from([("zip", 5)])];
    let failure = client
        .call::<String>(
            "create",
            Sent {
                user_name: "lin",
                age: 3,
                addresses,
            },
        )
        .await
        .unwrap_err();
    assert_eq!(
        wrong(&failure),
        [Wrong {
            name: "addresses".into(),
            path: "[0].zip".into(),
            expected: "a string".into()
        }]
    );
    let failure = client
        .call::<String>(
            "create",
            Sent {
                user_name: "lin",
                age: 300,
                addresses: [(); 0],
            },
        )
        .await
        .unwrap_err();
    assert_eq!(
        wrong(&failure),
        [Wrong {
            name: "age".into(),
            path: String::new(),
            expected: "an integer from 0 to 255".into()
        }]
    );
}

#[tokio::test]
async fn a_bound_payload_names_what_is_missing_and_what_is_unknown() {
    let mut client = client().await;
    let sent = BTreeMap::from([("userNam", "lin")]);
    let failure = client.call::<String>("create", sent).await.unwrap_err();
    assert_eq!(
        failure.message,
        "`userNam` is not a parameter of this method, did you mean `userName`?; `userName` is missing, expected a value"
    );
    let failure = client.call::<String>("create", ()).await.unwrap_err();
    assert_eq!(failure.message, "`userName` is missing, expected a value");
}

#[tokio::test]
async fn a_fault_in_a_list_of_structs_is_named_by_its_path() {
    let mut client = client().await;
    let sent = [[Sent {
        user_name: "lin",
        age: -1,
        addresses: [(); 0],
    }]];
    let failure = client.call::<usize>("find", sent).await.unwrap_err();
    assert_eq!(
        wrong(&failure),
        [Wrong {
            name: "users".into(),
            path: "[0].age".into(),
            expected: "an integer from 0 to 255".into()
        }]
    );
}

#[tokio::test]
async fn an_unknown_method_is_unimplemented_and_the_next_call_works() {
    let mut client = client().await;
    let failure = client.call::<i32>("nothing", ()).await.unwrap_err();
    assert_eq!(failure.code, u64::from(Status::Unimplemented.code()));
    assert!(failure.is_fault);
    assert_eq!(client.call::<i32>("sum", (5, 3)).await, Ok(8));
}

#[tokio::test]
async fn more_parameters_than_any_method_has_are_refused() {
    let mut client = client().await;
    for method in ["sum", "lenient", "create"] {
        let failure = client.call::<i32>(method, vec![0; 1_025]).await.unwrap_err();
        assert!(
            failure.message.contains("1025 were sent, expected at most 1024"),
            "{}",
            failure.message
        );
    }
}

#[tokio::test]
async fn what_a_client_sent_comes_back_short_and_without_control_characters() {
    let mut client = client().await;
    let failure = client
        .call::<i32>(&format!("\u{1b}[31m{}", "x".repeat(10_000)), ())
        .await
        .unwrap_err();
    assert!(
        failure.message.starts_with("there is no method `\\u{1b}[31mxxx"),
        "{}",
        failure.message
    );
    assert!(failure.message.len() < 200);
    let failure = client
        .call::<i32>("sum", ("y".repeat(10_000), 1))
        .await
        .unwrap_err();
    assert!(failure.message.len() < 400, "{}", failure.message);
    // Nil is called nil, and not by its name in Rust.
    let failure = client.call::<i32>("sum", ((), 1)).await.unwrap_err();
    assert!(
        failure
            .message
            .starts_with("`a`: invalid type: nil, expected an integer"),
        "{}",
        failure.message
    );
}

#[tokio::test]
async fn a_hint_is_given_for_a_slip_and_for_nothing_else() {
    let mut client = client().await;
    let failure = client.call::<i32>("lenient", map([("c", 3)])).await.unwrap_err();
    assert!(!failure.message.contains("did you mean"), "{}", failure.message);
}
