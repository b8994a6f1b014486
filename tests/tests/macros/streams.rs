//! Streams as results: told by the type, in each form and under each name.

use std::pin::Pin;

use futures_util::stream;
use mego::contract::Output;
use mego::prelude::*;
use serde_json::json;

use super::method;

type Boxed<T> = Pin<Box<dyn Stream<Item = T> + Send>>;
type Numbers = Boxed<u32>;
type Items<T> = Result<Boxed<Result<T, CountError>>, CountError>;

#[derive(MethodError)]
enum CountError {
    #[mego(status = Invalid)]
    TooMany { most: u32 },
}

#[mego::data]
struct Tick {
    left: u32,
}

#[mego::method]
async fn values(from: u32) -> impl Stream<Item = u32> {
    stream::iter((0..from).rev())
}

#[mego::method]
async fn values_that_say_they_are_send(from: u32) -> impl Stream<Item = Tick> + Send + use<> {
    stream::iter((0..from).map(|left| Tick { left }))
}

#[mego::method]
async fn boxed_values() -> Pin<Box<dyn Stream<Item = u32> + Send>> {
    Box::pin(stream::iter([1]))
}

#[mego::method]
async fn aliased_values() -> Numbers {
    Box::pin(stream::iter([1]))
}

#[mego::method]
async fn named_values() -> stream::Iter<std::vec::IntoIter<u32>> {
    stream::iter(vec![1])
}

#[mego::method]
async fn results(from: u32) -> impl Stream<Item = Result<u32, CountError>> {
    stream::iter((0..from).map(|n| {
        if n < 9 {
            Ok(n)
        } else {
            Err(CountError::TooMany { most: 9 })
        }
    }))
}

#[mego::method]
async fn fallible(from: u32) -> Result<impl Stream<Item = u32>, CountError> {
    if from > 9 {
        return Err(CountError::TooMany { most: 9 });
    }
    Ok(stream::iter(0..from))
}

#[mego::method]
async fn fallible_results(
    from: u32,
) -> Result<impl Stream<Item = Result<u32, CountError>> + Send, CountError> {
    if from > 9 {
        return Err(CountError::TooMany { most: 9 });
    }
    Ok(stream::iter((0..from).map(Ok)))
}

#[mego::method]
async fn aliased_results() -> Items<u32> {
    Ok(Box::pin(stream::iter([Ok(1)])))
}

#[mego::method]
async fn with_any_error() -> mego::Result<impl Stream<Item = mego::Result<u32>>> {
    Ok(stream::iter([Ok(1)]))
}

/// A list of streams' items is a value, as is what only looks like a stream.
#[mego::method]
async fn no_stream() -> Result<Vec<Option<u32>>, CountError> {
    Ok(vec![None])
}

#[test]
fn every_form_of_a_stream_is_told_from_a_value() {
    let contract = Engine::new()
        .register(methods![
            values,
            values_that_say_they_are_send,
            boxed_values,
            aliased_values,
            named_values,
            results,
            fallible,
            fallible_results,
            aliased_results,
            with_any_error,
            no_stream,
        ])
        .contract()
        .unwrap();
    let number = json!({ "type": "integer", "format": "uint32", "minimum": 0 });
    for (name, errors) in [
        ("values", 0),
        ("boxedValues", 0),
        ("aliasedValues", 0),
        ("namedValues", 0),
        ("results", 1),
        ("fallible", 1),
        ("fallibleResults", 1),
        ("aliasedResults", 1),
        ("withAnyError", 0),
    ] {
        let method = method(&contract, name);
        assert_eq!(method.output, Output::Stream(number.clone()), "{name}");
        assert_eq!(method.errors.len(), errors, "{name}");
    }
    let tick = Output::Stream(json!({ "$ref": "#/types/output/Tick" }));
    assert_eq!(method(&contract, "valuesThatSayTheyAreSend").output, tick);
    assert!(matches!(method(&contract, "noStream").output, Output::Value(_)));
}

#[tokio::test]
async fn the_function_still_gives_its_stream() {
    use futures_util::StreamExt;

    assert_eq!(values(3).await.collect::<Vec<_>>().await, [2, 1, 0]);
    assert!(fallible(10).await.is_err());
}
