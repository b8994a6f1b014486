//! Types under other names: what a method takes and returns is told by the type, not by how it is written.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;

use mego::contract::Input;
use mego::prelude::*;
use tests::Client;

use super::method;

type Answer<T> = Result<T, AnswerError>;
type Perhaps<T> = Option<T>;
type Db = State<u32>;
type Whole = Bind<Point>;
type Boxed<T> = Pin<Box<dyn Future<Output = T> + Send>>;

#[mego::data]
struct Point {
    x: i32,
}

#[derive(MethodError)]
enum AnswerError {
    NotFound,
}

#[mego::method]
async fn aliased_result(x: Perhaps<i32>) -> Answer<Perhaps<i32>> {
    match x {
        Some(0) => Err(AnswerError::NotFound),
        x => Ok(x),
    }
}

#[mego::method]
async fn mego_result(x: i32) -> mego::Result<i32> {
    (x != 0)
        .then_some(x)
        .ok_or_else(|| mego::Error::new(Status::Invalid, "zero"))
}

#[mego::method]
async fn aliased_extractors(db: Db, point: Whole) -> i64 {
    i64::from(*db) + i64::from(point.x)
}

#[mego::method]
async fn never_fails(x: i32) -> Result<i32, Infallible> {
    Ok(x)
}

fn doubled(x: i32) -> Boxed<Answer<i32>> {
    Box::pin(async move { Ok(2 * x) })
}

#[mego::method]
async fn of_a_boxed_future(x: i32) -> Answer<i32> {
    doubled(x).await
}

#[mego::method]
async fn nested(x: i32) -> Answer<Result<i32, String>> {
    Ok(Err(x.to_string()))
}

#[tokio::test]
async fn types_are_told_apart_by_what_they_are() {
    let methods = methods![
        aliased_result,
        mego_result,
        aliased_extractors,
        never_fails,
        of_a_boxed_future,
        nested
    ];
    let server = Engine::new().state(40_u32).register(methods).in_memory().unwrap();
    let mut client = Client::connect(&server).await;
    assert_eq!(client.call::<Option<i32>>("aliasedResult", ()).await, Ok(None));
    assert_eq!(
        client.call::<Option<i32>>("aliasedResult", [1]).await,
        Ok(Some(1))
    );
    assert_eq!(
        client.call::<i32>("aliasedResult", [0]).await.unwrap_err().code,
        55
    );
    assert_eq!(
        client.call::<i32>("megoResult", [0]).await.unwrap_err().message,
        "zero"
    );
    assert_eq!(client.call::<i64>("aliasedExtractors", [2]).await, Ok(42));
    assert_eq!(client.call::<i32>("neverFails", [1]).await, Ok(1));
    assert_eq!(client.call::<i32>("ofABoxedFuture", [2]).await, Ok(4));
    let nested = client.call::<Result<i32, String>>("nested", [5]).await;
    assert_eq!(nested, Ok(Err("5".to_owned())));
}

#[test]
fn an_option_under_another_name_need_not_be_sent() {
    let contract = Engine::new()
        .register(methods![aliased_result])
        .contract()
        .unwrap();
    let method = method(&contract, "aliasedResult");
    let Input::Params(params) = &method.input else {
        panic!("it has parameters")
    };
    assert!(!params[0].required);
    assert_eq!(method.errors.len(), 1);
}
