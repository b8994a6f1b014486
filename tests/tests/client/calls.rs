//! Calls of every form, typed by the functions themselves.

use std::collections::HashMap;
use std::time::Duration;

use mego::client::{CallError, Client};
use mego::prelude::*;
use mego::{Arg, Call, Error, call};

#[mego::data]
#[derive(Clone, Debug, PartialEq)]
struct Point {
    x: i32,
    y: i32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    label: Option<String>,
}

/// An extractor of one's own.
struct Caller(String);

impl Arg for Caller {
    async fn extract(call: &mut Call) -> mego::Result<Caller> {
        Ok(Caller(call.session().id().to_owned()))
    }
}

#[derive(Clone)]
struct Base(i32);

#[derive(Debug, MethodError)]
enum DivideError {
    /// Nothing can be divided by nothing.
    #[mego(code = 101)]
    ByZero,
    /// There is a remainder.
    #[mego(status = Invalid)]
    Remainder { of: i32, is: Option<i32> },
    /// The whole point.
    #[mego(code = TOO_FAR)]
    TooFar(Point),
    #[mego(transparent)]
    Other(Error),
}

const TOO_FAR: u16 = 200;

#[mego::method]
async fn nothing() {}

#[mego::method]
async fn sum(a: i32, b: i32) -> i32 {
    a + b
}

#[mego::method]
async fn shift(
    State(base): State<Base>,
    by: i32,
    Caller(caller): Caller,
    session: Session,
    label: Option<String>,
) -> Point {
    assert_eq!(caller, session.id());
    Point {
        x: base.0,
        y: by,
        label,
    }
}

#[mego::method]
async fn mirror(session: Session, point: Bind<Point>) -> Point {
    assert!(!session.id().is_empty());
    Point {
        x: point.y,
        y: point.x,
        label: point.0.label,
    }
}

#[mego::method(name = "math.divide")]
async fn divide(a: i32, b: i32) -> Result<i32, DivideError> {
    match (a, b) {
        (_, 0) => Err(DivideError::ByZero),
        (1000.., _) => Err(DivideError::TooFar(Point {
            x: a,
            y: b,
            label: None,
        })),
        (-1, _) => Err(DivideError::Other(
            Error::new(Status::Busy, "not now").with_data(&7),
        )),
        (-2, _) => Err(DivideError::Other(std::io::Error::other("secret").into())),
        _ if a % b != 0 => Err(DivideError::Remainder {
            of: a,
            is: Some(a % b),
        }),
        _ => Ok(a / b),
    }
}

type Outcome = mego::Result<u64>;

#[mego::method]
async fn parse(text: String) -> Outcome {
    Ok(text.parse()?)
}

#[mego::method]
async fn count(words: Vec<String>, #[param(default = 1)] least: usize) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    words
        .into_iter()
        .for_each(|word| *counts.entry(word).or_default() += 1);
    counts.retain(|_, count| *count >= least);
    counts
}

#[mego::method]
#[allow(clippy::too_many_arguments)]
async fn many(
    a: u8,
    b: u8,
    _s: Session,
    c: u8,
    d: u8,
    e: u8,
    f: u8,
    _t: Session,
    g: u8,
    h: u8,
    i: u8,
    j: u8,
    k: u8,
    l: u8,
    m: u8,
    n: u8,
) -> Vec<u8> {
    vec![a, b, c, d, e, f, g, h, i, j, k, l, m, n]
}

#[mego::method]
async fn about(cx: Context) -> (Option<String>, Option<String>, Duration) {
    (
        cx.trace().map(str::to_owned),
        cx.idempotency_key().map(str::to_owned),
        cx.remaining(),
    )
}

mod inner {
    #[mego::method]
    pub(super) async fn deep(text: String) -> String {
        text
    }
}

fn client() -> Client {
    Engine::new()
        .state(Base(40))
        .register(methods![
            nothing,
            sum,
            shift,
            mirror,
            divide,
            parse,
            count,
            many,
            about,
            inner::deep
        ])
        .in_memory()
        .unwrap()
        .client()
}

#[tokio::test]
async fn parameters_and_results_have_the_types_of_the_function() {
    let client = client();
    let () = call!(client, nothing).await.unwrap();
    assert_eq!(call!(client, sum, 2, 3).await.unwrap(), 5);
    let counted = call!(
        &client,
        count,
        vec!["a".to_owned(), "b".to_owned(), "a".to_owned()],
        2
    )
    .await
    .unwrap();
    assert_eq!(counted, HashMap::from([("a".to_owned(), 2)]));
    assert_eq!(
        call!(client, inner::deep, "down".to_owned(),).await.unwrap(),
        "down"
    );
}

#[tokio::test]
async fn extractors_are_left_out() {
    let point = call!(client(), shift, 2, Some("here".to_owned())).await.unwrap();
    assert_eq!(
        point,
        Point {
            x: 40,
            y: 2,
            label: Some("here".to_owned())
        }
    );
    let all = call!(client(), many, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14)
        .await
        .unwrap();
    assert_eq!(all, (1..=14).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_bound_payload_is_given_as_it_is() {
    let point = Point {
        x: 1,
        y: 2,
        label: None,
    };
    assert_eq!(
        call!(client(), mirror, point).await.unwrap(),
        Point {
            x: 2,
            y: 1,
            label: None
        }
    );
}

#[tokio::test]
async fn declared_errors_are_the_methods_own() {
    let client = client();
    assert_eq!(call!(client, divide, 6, 3).await.unwrap(), 2);
    let by_zero = call!(client, divide, 6, 0).await.unwrap_err();
    assert!(matches!(by_zero, CallError::Declared(DivideError::ByZero)));
    assert_eq!((by_zero.code(), by_zero.status()), (Some(101), None));
    let remainder = call!(client, divide, 7, 2).await.unwrap_err();
    assert_eq!(remainder.status(), Some(Status::Invalid));
    let CallError::Declared(DivideError::Remainder { of: 7, is: Some(1) }) = remainder else {
        panic!("{remainder:?}")
    };
    let too_far = call!(client, divide, 1000, 1).await.unwrap_err();
    assert_eq!(too_far.code(), Some(TOO_FAR));
    let CallError::Declared(DivideError::TooFar(Point {
        x: 1000,
        y: 1,
        label: None,
    })) = too_far
    else {
        panic!("{too_far:?}")
    };
}

#[tokio::test]
async fn what_a_method_does_not_declare_is_a_fault() {
    let client = client();
    let CallError::Fault(busy) = call!(client, divide, -1, 1).await.unwrap_err() else {
        panic!("declared")
    };
    assert_eq!(
        (busy.status, busy.code, busy.message.as_str()),
        (Status::Busy, 61, "not now")
    );
    assert_eq!(busy.decode::<u8>(), Some(7));
    let internal = call!(client, divide, -2, 1).await.unwrap_err();
    assert!(!internal.to_string().contains("secret"), "{internal}");
    let CallError::Fault(internal) = internal else {
        panic!("declared")
    };
    assert_eq!(internal.status, Status::Error);
    assert!(internal.incident.is_some());
    let error = call!(client, parse, "no number".to_owned()).await.unwrap_err();
    assert_eq!(error.status(), Some(Status::Error));
    assert_eq!(call!(client, parse, "7".to_owned()).await.unwrap(), 7);
}

#[tokio::test]
async fn a_method_is_called_by_its_name_too() {
    let client = client();
    assert_eq!(client.call_named::<i32>("sum", &(2, 3)).await.unwrap(), 5);
    let named = HashMap::from([("a", 4), ("b", 5)]);
    assert_eq!(client.call_named::<i32>("sum", &named).await.unwrap(), 9);
    client.call_named::<()>("nothing", &()).await.unwrap();
    let CallError::Fault(fault) = client
        .call_named::<i32>("math.divide", &(1, 0))
        .await
        .unwrap_err()
    else {
        panic!("no fault")
    };
    assert_eq!((fault.status, fault.code), (Status::Error, 101));
    let unknown = client.call_named::<()>("noSuchThing", &()).await.unwrap_err();
    assert_eq!(unknown.status(), Some(Status::Unimplemented));
    let other = client.call_named::<String>("sum", &(2, 3)).await.unwrap_err();
    assert!(
        matches!(&other, CallError::Invalid(text) if text.contains("`sum`")),
        "{other}"
    );
}

#[tokio::test]
async fn what_cannot_be_sent_costs_nothing_but_the_call() {
    let client = client();
    let deep = (0..40).fold(serde_json::Value::Null, |inner, _| serde_json::json!([inner]));
    let error = client.call_named::<()>("nothing", &deep).await.unwrap_err();
    assert!(matches!(error, CallError::Invalid(_)), "{error}");
    let large = "x".repeat(100_000);
    let error = call!(client, inner::deep, large).await.unwrap_err();
    assert!(
        matches!(&error, CallError::Invalid(text) if text.contains("65536")),
        "{error}"
    );
    let session = client.session_id();
    assert_eq!(call!(client, sum, 1, 1).await.unwrap(), 2);
    assert_eq!(client.session_id(), session);
}

#[tokio::test(start_paused = true)]
async fn options_travel_with_the_call() {
    let client = client();
    let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    let call = call!(client, about)
        .trace(trace)
        .key("once")
        .timeout(Duration::from_secs(3));
    let (traced, key, remaining) = call.await.unwrap();
    assert_eq!((traced.as_deref(), key.as_deref()), (Some(trace), Some("once")));
    assert_eq!(remaining, Duration::from_secs(3));
    assert_eq!(
        call!(client, about).await.unwrap(),
        (None, None, Duration::from_secs(30))
    );
}

/// What only goes out: neither of its fields can be read here.
#[derive(Debug, MethodError)]
enum OneWayError {
    /// It is written only.
    #[mego(code = 102)]
    Static {
        text: &'static str,
        cow: std::borrow::Cow<'static, str>,
    },
}

#[mego::method]
async fn one_way() -> Result<(), OneWayError> {
    Err(OneWayError::Static {
        text: "a",
        cow: "b".into(),
    })
}

#[tokio::test]
async fn an_error_that_cannot_be_read_is_a_fault_with_its_data() {
    let client = Engine::new()
        .register(methods![one_way])
        .in_memory()
        .unwrap()
        .client();
    let CallError::Fault(fault) = call!(client, one_way).await.unwrap_err() else {
        panic!("declared")
    };
    assert_eq!((fault.status, fault.code), (Status::Error, 102));
    let data: HashMap<String, String> = fault.decode().unwrap();
    assert_eq!(data["text"], "a");
}
