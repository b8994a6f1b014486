//! Middleware: its order, what it sees, how it ends a call, and what Mego brings of it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use mego::middleware::Replying;
use mego::prelude::*;
use mego::wire::{self, CallOptions, Frame, Hello};
use mego::{Error, Middleware};
use tests::{Client, Owned};
use tokio::sync::Semaphore;
use tokio::time::Instant;

/// What ran, in its order.
#[derive(Clone, Default)]
struct Trail(Arc<Mutex<Vec<String>>>);

impl Trail {
    fn add(&self, step: impl Into<String>) {
        self.0.lock().unwrap().push(step.into());
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

/// Middleware that leaves its name on the way in and on the way out.
struct Named(&'static str, Trail);

impl Middleware for Named {
    fn handle(&self, cx: Context, next: Next) -> Replying {
        let (name, trail) = (self.0, self.1.clone());
        Box::pin(async move {
            trail.add(format!("{name} in"));
            let reply = next.run(cx).await;
            trail.add(format!("{name} out {}", reply.code()));
            reply
        })
    }
}

#[mego::method]
async fn double(State(trail): State<Trail>, n: u32) -> u32 {
    trail.add("double");
    n * 2
}

#[mego::method]
async fn plain(State(trail): State<Trail>) -> mego::Result<()> {
    trail.add("plain");
    Err(Error::new(Status::Full, "no room"))
}

#[tokio::test(start_paused = true)]
async fn the_first_is_the_outermost_whatever_the_order_of_registration() {
    let trail = Trail::default();
    let named = |name| Named(name, trail.clone());
    let server = Engine::new()
        .state(trail.clone())
        .register(methods![double].with(named("list 1")).with(named("list 2")))
        .with(named("engine 1"))
        .register(methods![plain])
        .with(named("engine 2"))
        .in_memory()
        .unwrap();
    let mut client = Client::connect(&server).await;
    assert_eq!(client.call::<u32>("double", [2]).await.unwrap(), 4);
    assert_eq!(
        trail.take(),
        [
            "engine 1 in",
            "engine 2 in",
            "list 1 in",
            "list 2 in",
            "double",
            "list 2 out 0",
            "list 1 out 0",
            "engine 2 out 0",
            "engine 1 out 0"
        ]
    );
    assert_eq!(client.call::<()>("plain", ()).await.unwrap_err().code, 52);
    assert_eq!(
        trail.take(),
        [
            "engine 1 in",
            "engine 2 in",
            "plain",
            "engine 2 out 52",
            "engine 1 out 52"
        ]
    );
    // Wrong parameters and unknown methods pass the engine's middleware, too.
    assert_eq!(client.call::<u32>("double", ["x"]).await.unwrap_err().code, 54);
    assert_eq!(trail.take().last().unwrap(), "engine 1 out 54");
    let failure = client.call::<u32>("triple", [2]).await.unwrap_err();
    assert_eq!(
        (failure.code, failure.message.as_str()),
        (58, "there is no method `triple`")
    );
    assert_eq!(
        trail.take(),
        ["engine 1 in", "engine 2 in", "engine 2 out 58", "engine 1 out 58"]
    );
}

#[mego::method]
async fn never() -> u32 {
    panic!("nobody calls this");
}

#[tokio::test(start_paused = true)]
async fn to_abort_is_to_return() {
    async fn nothing(_: Context, _: Next) -> Reply {
        Reply::empty()
    }
    async fn result(_: Context, _: Next) -> Reply {
        Reply::ok(&7)
    }
    async fn error(_: Context, _: Next) -> mego::Result<Reply> {
        let error = Error::new(Status::NoPermission, "not you").with_data(&["role"]);
        Err(error)
    }
    async fn internal(_: Context, _: Next) -> mego::Result<Reply> {
        "x".parse::<u32>()?;
        Ok(Reply::empty())
    }
    let server = |engine: Engine| engine.register(methods![never]).in_memory().unwrap();

    let mut client = Client::connect(&server(Engine::new().with(nothing))).await;
    client.call::<()>("never", ()).await.unwrap();
    let mut client = Client::connect(&server(Engine::new().with(result))).await;
    assert_eq!(client.call::<u32>("never", ()).await.unwrap(), 7);
    let mut client = Client::connect(&server(Engine::new().with(error))).await;
    let failure = client.call::<u32>("never", ()).await.unwrap_err();
    assert_eq!((failure.code, failure.message.as_str()), (57, "not you"));
    assert_eq!(failure.data::<Vec<String>>(), ["role"]);
    assert!(failure.is_fault);
    let mut client = Client::connect(&server(Engine::new().with(internal))).await;
    let failure = client.call::<u32>("never", ()).await.unwrap_err();
    assert_eq!(failure.code, 51);
    assert!(failure.incident.is_some());
}

#[derive(Clone, Debug, PartialEq)]
struct Tenant(String);

#[mego::method]
async fn tenant(cx: Context) -> mego::Result<(String, u8)> {
    cx.note(std::io::Error::other("a small thing"));
    let kept = cx.clone();
    // Into a task, as it is.
    let spawned = tokio::spawn(async move { kept.require::<Tenant>() });
    Ok((spawned.await??.0, cx.require_named::<u8>("level")?))
}

#[tokio::test(start_paused = true)]
async fn what_is_kept_on_the_context_is_there_for_all() {
    let trail = Trail::default();
    let seen = trail.clone();
    let with_tenant = async |cx: Context, next: Next| {
        assert_eq!(cx.set(Tenant("first".to_owned())), None);
        assert_eq!(
            cx.set(Tenant("acme".to_owned())),
            Some(Tenant("first".to_owned()))
        );
        cx.set_named("level", 3_u8);
        next.run(cx).await
    };
    let report = move |cx: Context, next: Next| {
        let seen = seen.clone();
        async move {
            let reply = next.run(cx.clone()).await;
            seen.add(format!(
                "{} {:?} {} B in {} B out, {} left, {:?}, session {}",
                cx.method(),
                cx.id(),
                cx.size(),
                reply.size(),
                cx.remaining().as_secs(),
                cx.errors().iter().map(ToString::to_string).collect::<Vec<_>>(),
                cx.session().id().len(),
            ));
            reply
        }
    };
    let server = Engine::new()
        .with(report)
        .register(methods![tenant].with(with_tenant))
        .in_memory()
        .unwrap();
    let mut client = Client::connect(&server).await;
    let id = client.start("tenant", ());
    assert_eq!(client.answer(id).await.unwrap(), b"\x92\xa4acme\x03");
    assert_eq!(
        trail.take(),
        ["tenant Some(1) 1 B in 7 B out, 30 left, [\"a small thing\"], session 49"]
    );
    // Without the middleware, the fault is the server's, and named in its log.
    let server = Engine::new().register(methods![tenant]).in_memory().unwrap();
    let mut client = Client::connect(&server).await;
    let failure = client.call::<()>("tenant", ()).await.unwrap_err();
    assert_eq!(failure.code, 51);
    assert!(failure.incident.is_some());
}

#[tokio::test(start_paused = true)]
async fn a_missing_value_is_named() {
    let messages = Trail::default();
    let said = messages.clone();
    let ask = move |cx: Context, _: Next| {
        let said = said.clone();
        async move {
            said.add(cx.require::<Tenant>().unwrap_err().to_string());
            cx.set_named("level", "text");
            assert_eq!(cx.get_named::<u8>("level"), None);
            said.add(cx.require_named::<u8>("level").unwrap_err().to_string());
            Reply::empty()
        }
    };
    let server = Engine::new()
        .with(ask)
        .register(methods![never])
        .in_memory()
        .unwrap();
    let mut client = Client::connect(&server).await;
    client.call::<()>("never", ()).await.unwrap();
    let [typed, named] = &messages.take()[..] else {
        panic!()
    };
    assert!(typed.contains("`never`") && typed.contains("Tenant"), "{typed}");
    assert!(named.contains("`level`") && named.contains("`u8`"), "{named}");
}

#[tokio::test(start_paused = true)]
async fn the_trace_of_a_client_is_there() {
    let echo = async |cx: Context, _: Next| {
        Reply::ok(&(
            cx.trace().map(str::to_owned),
            cx.idempotency_key().map(str::to_owned),
        ))
    };
    let server = Engine::new()
        .with(echo)
        .register(methods![never])
        .in_memory()
        .unwrap();
    let mut client = Client::connect(&server).await;
    let options = CallOptions {
        trace: Some("00-aa-bb-01"),
        key: Some("k1"),
        ..CallOptions::default()
    };
    let id = client.start_with("never", (), options);
    let answer = client.answer(id).await.unwrap();
    let (trace, key): (Option<String>, Option<String>) = wire::decode(&answer).unwrap();
    assert_eq!(
        (trace.as_deref(), key.as_deref()),
        (Some("00-aa-bb-01"), Some("k1"))
    );
}

#[tokio::test(start_paused = true)]
async fn a_fallback_answers_what_does_not_exist() {
    let server = Engine::new()
        .fallback(async |cx: Context| Reply::ok(&format!("no {}, {} B", cx.method(), cx.size())))
        .in_memory()
        .unwrap();
    let mut client = Client::connect(&server).await;
    assert_eq!(
        client.call::<String>("any.thing", [1, 2]).await.unwrap(),
        "no any.thing, 3 B"
    );
}

#[mego::method]
async fn bursts() {
    panic!("out of cheese");
}

#[tokio::test(start_paused = true)]
async fn recovery_lets_the_middleware_around_it_go_on() {
    let trail = Trail::default();
    let server = |engine: Engine| {
        engine
            .with(Named("outer", trail.clone()))
            .with(Recovery::new())
            .register(methods![bursts])
            .in_memory()
            .unwrap()
    };
    let mut client = Client::connect(&server(Engine::new())).await;
    let failure = client.call::<()>("bursts", ()).await.unwrap_err();
    assert_eq!(failure.code, 51);
    assert!(failure.incident.is_some());
    assert_eq!(trail.take(), ["outer in", "outer out 51"]);

    let recovery = Recovery::new()
        .answer(|cx, panic| Error::new(Status::Unavailable, format!("{}: {panic}", cx.method())));
    let server = Engine::new()
        .with(recovery)
        .register(methods![bursts])
        .in_memory()
        .unwrap();
    let mut client = Client::connect(&server).await;
    let failure = client.call::<()>("bursts", ()).await.unwrap_err();
    assert_eq!(
        (failure.code, failure.message.as_str()),
        (64, "bursts: out of cheese")
    );
}

#[tokio::test(start_paused = true)]
async fn a_panic_of_middleware_ends_one_call() {
    async fn before(cx: Context, next: Next) -> Reply {
        assert_ne!(cx.size(), 2, "two bytes");
        next.run(cx).await
    }
    async fn after(cx: Context, next: Next) -> Reply {
        let reply = next.run(cx).await;
        assert_ne!(reply.size(), 5, "five bytes out");
        reply
    }
    let server = Engine::new()
        .state(Trail::default())
        .with(before)
        .with(after)
        .register(methods![double])
        .in_memory()
        .unwrap();
    let mut client = Client::connect(&server).await;
    for (n, is_answered) in [(1, false), (200, true), (40_000, false), (200, true)] {
        match client.call::<u32>("double", [n]).await {
            Ok(doubled) => assert_eq!((doubled, true), (n * 2, is_answered)),
            Err(failure) => {
                assert!(!is_answered && failure.incident.is_some(), "{n}");
                assert_eq!(failure.code, 51);
            }
        }
    }
}

#[mego::method]
async fn quick() {}

#[tokio::test(start_paused = true)]
async fn a_rate_limit_says_how_long_to_wait() {
    let server = Engine::new()
        .register(methods![quick].with(RateLimit::per_session(3, Duration::from_secs(30))))
        .in_memory()
        .unwrap();
    let mut client = Client::connect(&server).await;
    let mut other = Client::connect(&server).await;
    for _ in 0..3 {
        client.call::<()>("quick", ()).await.unwrap();
    }
    let id = client.start("quick", ());
    let failure = client.answer(id).await.unwrap_err();
    assert_eq!(failure.code, 59);
    assert_eq!(failure.message, "too many calls; the next one will pass in 10 s");
    assert_eq!(failure.retry_after_ms, Some(10_000));
    other.call::<()>("quick", ()).await.unwrap();
    tokio::time::advance(Duration::from_millis(9_999)).await;
    let failure = client.call::<()>("quick", ()).await.unwrap_err();
    assert_eq!(failure.retry_after_ms, Some(1));
    tokio::time::advance(Duration::from_millis(1)).await;
    client.call::<()>("quick", ()).await.unwrap();
    assert_eq!(client.call::<()>("quick", ()).await.unwrap_err().code, 59);
}

#[tokio::test(start_paused = true)]
async fn a_rate_limit_counts_by_key() {
    let by_user = RateLimit::per_key(1, Duration::from_secs(1), |cx| {
        cx.session().token().map(|token| token.to_string())
    });
    let server = Engine::new()
        .register(methods![quick].with(by_user))
        .in_memory()
        .unwrap();
    fn hello(token: Option<&str>) -> Hello<'_> {
        Hello {
            version: 1,
            token,
            ..Hello::default()
        }
    }
    let mut a = Client::connect_with(&server, hello(Some("a"))).await;
    let mut also_a = Client::connect_with(&server, hello(Some("a"))).await;
    let mut nobody = Client::connect_with(&server, hello(None)).await;
    a.call::<()>("quick", ()).await.unwrap();
    assert_eq!(also_a.call::<()>("quick", ()).await.unwrap_err().code, 59);
    for _ in 0..10 {
        nobody.call::<()>("quick", ()).await.unwrap();
    }
    // So many keys that those of before are forgotten as soon as they may be.
    for n in 0..3_000 {
        let token = format!("user {n}");
        let mut client = Client::connect_with(&server, hello(Some(&token))).await;
        client.call::<()>("quick", ()).await.unwrap();
    }
    assert_eq!(a.call::<()>("quick", ()).await.unwrap_err().code, 59);
}

#[derive(Clone)]
struct Gate(Arc<Semaphore>);

#[mego::method]
async fn hold(State(gate): State<Gate>) -> mego::Result<()> {
    gate.0.acquire().await?.forget();
    Ok(())
}

#[mego::method]
async fn hold_too(State(gate): State<Gate>) -> mego::Result<()> {
    gate.0.acquire().await?.forget();
    Ok(())
}

#[mego::method]
async fn trickle(State(gate): State<Gate>) -> impl Stream<Item = u8> {
    mego::stream::stream(async move |mut items| {
        items.item(1).await;
        let _ = gate.0.acquire().await;
    })
}

#[tokio::test(start_paused = true)]
async fn a_request_limit_counts_each_method_and_streams_to_their_end() {
    let gate = Gate(Arc::new(Semaphore::new(0)));
    let server = Engine::new()
        .state(gate.clone())
        .register(methods![hold, hold_too, trickle].with(RequestLimit::new(2)))
        .in_memory()
        .unwrap();
    let mut a = Client::connect(&server).await;
    let mut b = Client::connect(&server).await;
    let held = [a.start("hold", ()), a.start("hold", ()), a.start("holdToo", ())];
    a.arrived().await;
    let failure = b.call::<()>("hold", ()).await.unwrap_err();
    assert_eq!(
        (failure.code, failure.message.as_str()),
        (61, "2 calls of `hold` run already, the limit")
    );
    // A cancelled call gives its place back.
    a.send(&Frame::Cancel {
        id: held[0],
        reason: None,
    });
    assert_eq!(a.answer(held[0]).await.unwrap_err().code, 63);
    let one_more = b.start("hold", ());
    assert_eq!(b.arrived().await, []);
    gate.0.add_permits(3);
    b.answer(one_more).await.unwrap();
    a.answer(held[1]).await.unwrap();
    a.answer(held[2]).await.unwrap();

    let streams = [a.start("trickle", ()), a.start("trickle", ())];
    assert_eq!(a.arrived().await.len(), 2);
    assert_eq!(b.call::<()>("trickle", ()).await.unwrap_err().code, 61);
    a.send(&Frame::Cancel {
        id: streams[0],
        reason: None,
    });
    assert_eq!(a.answer(streams[0]).await.unwrap_err().code, 63);
    b.start("trickle", ());
    assert!(matches!(b.arrived().await[..], [Owned::Item { .. }]));
}

#[tokio::test(start_paused = true)]
async fn a_call_may_take_the_place_of_one_that_is_cancelled_in_the_same_message() {
    let gate = Gate(Arc::new(Semaphore::new(0)));
    let server = Engine::new()
        .state(gate.clone())
        .register(methods![hold].with(RequestLimit::new(1)))
        .in_memory()
        .unwrap();
    let mut client = Client::connect(&server).await;
    client.send_bytes(&b"\x94\x10\x01\xa4hold\xc0\x92\x14\x01\x94\x10\x03\xa4hold\xc0"[..]);
    assert_eq!(client.answer(1).await.unwrap_err().code, 63);
    let next = b"\x94\x10\x05\xa4hold\xc0";
    client.send_bytes(&next[..]);
    assert_eq!(
        client.answer(5).await.unwrap_err().message,
        "a call of `hold` runs already, and one is the limit"
    );
    gate.0.add_permits(1);
    client.answer(3).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_timeout_is_an_answer() {
    let gate = Gate(Arc::new(Semaphore::new(0)));
    let server = Engine::new()
        .state(gate)
        .with(Timeout::after(Duration::from_secs(3)))
        .register(methods![hold])
        .in_memory()
        .unwrap();
    let mut client = Client::connect(&server).await;
    let begun = Instant::now();
    let failure = client.call::<()>("hold", ()).await.unwrap_err();
    assert_eq!(
        (failure.code, failure.message.as_str()),
        (62, "`hold` took longer than 3s")
    );
    assert_eq!(begun.elapsed().as_secs(), 3);
}
