//! Attributes of others on a method, and patterns of its arguments.

use mego::prelude::*;
use tests::Client;

use super::method;

#[mego::method]
#[cfg(not(test))]
async fn absent(unknown: TypeThatDoesNotExist) {}

#[mego::method]
#[cfg(test)]
async fn present() -> bool {
    true
}

#[deprecated(since = "1.2.0", note = "use `present`")]
#[mego::method]
async fn outdated() -> bool {
    false
}

#[mego::method]
#[deprecated]
async fn outdated_without_a_word() {}

#[doc = include_str!("introduction.md")]
#[mego::method]
async fn hello() -> String {
    "hello".to_owned()
}

/// Counts.
///
///     indented
#[mego::method]
#[allow(clippy::needless_pass_by_value)]
#[must_use]
async fn count(
    /// What to count.
    ///
    /// All of it.
    #[allow(unused_variables)]
    #[param(deprecated, example = vec!["a"])]
    words: Vec<String>,
) -> usize {
    words.len()
}

#[derive(Clone)]
struct Counter {
    start: u32,
}

#[mego::method]
async fn patterns(
    State(Counter { start }): State<Counter>,
    mut times: u32,
    Context { .. }: Context,
    mut session: Session,
) -> u32 {
    times += start;
    let _ = &mut session;
    times
}

#[tokio::test]
async fn attributes_stay_and_are_read() {
    let methods = methods![present, outdated, outdated_without_a_word, hello, count, patterns];
    let engine = || Engine::new().state(Counter { start: 2 });
    let contract = engine().register(methods).contract().unwrap();
    assert_eq!(
        method(&contract, "outdated").deprecated.as_deref(),
        Some("use `present`")
    );
    assert_eq!(
        method(&contract, "outdatedWithoutAWord").deprecated.as_deref(),
        Some("")
    );
    assert_eq!(method(&contract, "present").deprecated, None);
    assert_eq!(
        method(&contract, "hello").doc.trim_end(),
        "Says hello\n\nIn the words of a file."
    );
    let count = method(&contract, "count");
    assert_eq!(count.doc, "Counts.\n\n    indented");
    let mego::contract::Input::Params(params) = &count.input else {
        panic!("{:?}", count.input)
    };
    assert_eq!(params[0].doc, "What to count.\n\nAll of it.");
    assert!(params[0].deprecated);
    assert_eq!(params[0].example, Some(serde_json::json!(["a"])));

    let server = engine().register(methods![patterns]).in_memory().unwrap();
    assert_eq!(
        Client::connect(&server).await.call::<u32>("patterns", [3]).await,
        Ok(5)
    );
}

#[tokio::test]
async fn the_function_is_still_a_function() {
    assert!(present().await);
    assert_eq!(count(vec!["a".to_owned()]).await, 1);
    let call: fn(Vec<String>) -> _ = count;
    assert_eq!(call(Vec::new()).await, 0);
}
