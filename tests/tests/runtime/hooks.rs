//! Who may connect, as whom and for how long; and what happens when they are gone.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use mego::Error;
use mego::prelude::*;
use mego::wire::{self, CloseCode, Frame, Hello};
use tests::{Client, Owned};
use tokio::sync::{Semaphore, mpsc};
use tokio::time::Instant;

#[mego::data]
struct Start {
    version: u32,
}

#[mego::method]
async fn who(session: Session) -> Option<String> {
    session.user().map(|user| user.to_string())
}

/// Only with a token, which is the user's name.
async fn by_token(session: Session) -> mego::Result<()> {
    match session.token().as_deref() {
        None => Err(Error::new(Status::NotAuthorized, "a token is needed").with_data(&"token")),
        Some("banned") => Err(Error::new(Status::NoPermission, "you are banned")),
        Some("later") => Err(Error::new(Status::Unavailable, "try again later")),
        Some("often") => Err(Error::new(Status::TooManyRequests, "not so often")),
        Some("broken") => Err(Error::internal("the directory is down")),
        Some("panic") => panic!("the directory is gone"),
        Some(user) => session.set_user(user),
    }
}

fn hello(token: Option<&str>) -> Hello<'_> {
    Hello {
        version: 1,
        token,
        ..Hello::default()
    }
}

#[tokio::test(start_paused = true)]
async fn who_is_refused_learns_why() {
    let server = Engine::new()
        .on_connect(by_token)
        .register(methods![who])
        .in_memory()
        .unwrap();
    for (token, status, code) in [
        (None, 56, CloseCode::NOT_AUTHENTICATED),
        (Some("banned"), 57, CloseCode::FORBIDDEN),
        (Some("later"), 64, CloseCode::OVERLOADED),
        (Some("often"), 59, CloseCode::RATE_LIMITED),
        (Some("broken"), 51, CloseCode::INTERNAL_ERROR),
        (Some("panic"), 51, CloseCode::INTERNAL_ERROR),
    ] {
        let mut client = Client::silent(&server);
        client.send(&Frame::Hello(Box::new(hello(token))));
        let Owned::Err(failure) = client.receive().await else {
            panic!("{token:?}")
        };
        assert_eq!((failure.id, failure.code), (0, status), "{token:?}");
        assert_eq!(client.closed().await, code, "{token:?}");
    }
    let mut client = Client::connect_with(&server, hello(Some("yami"))).await;
    assert_eq!(
        client.call::<Option<String>>("who", ()).await.unwrap().as_deref(),
        Some("yami")
    );
}

#[tokio::test(start_paused = true)]
async fn what_comes_with_the_hello_waits_for_the_welcome() {
    let gate = Arc::new(Semaphore::new(0));
    let waiting = Arc::clone(&gate);
    let server = Engine::new()
        .on_connect(move |session: Session| {
            let gate = Arc::clone(&waiting);
            async move {
                gate.acquire().await?.forget();
                session.set_user("late")
            }
        })
        .register(methods![who])
        .in_memory()
        .unwrap();
    let mut client = Client::silent(&server);
    let mut message = Vec::new();
    Frame::Hello(Box::new(hello(None))).write(&mut message);
    message.extend(b"\x94\x10\x01\xa3who\xc0");
    client.send_bytes(message);
    client.send_bytes(&b"\x94\x10\x03\xa3who\xc0"[..]);
    assert_eq!(client.arrived().await, []);
    gate.add_permits(1);
    let arrived = client.arrived().await;
    let late = b"\xa4late".to_vec();
    assert!(
        matches!(&arrived[..], [
        Owned::Welcome(_),
        Owned::Ok { id: 1, result },
        Owned::Ok { id: 3, .. },
    ] if *result == late),
        "{arrived:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_hook_that_never_ends_is_given_up() {
    let server = Engine::new()
        .on_connect(async |_: Session| std::future::pending::<()>().await)
        .in_memory()
        .unwrap();
    let begun = Instant::now();
    let mut client = Client::silent(&server);
    client.send(&Frame::Hello(Box::new(hello(None))));
    assert_eq!(client.closed().await, CloseCode::TRY_LATER);
    assert_eq!(begun.elapsed().as_secs(), 5);
}

#[tokio::test(start_paused = true)]
async fn initial_data_has_a_type_and_stands_in_the_contract() {
    let engine = || {
        Engine::new()
            .on_connect(async |session: Session, start: Start| {
                session.set(start.version);
            })
            .register(methods![who])
    };
    let contract = engine().contract().unwrap();
    assert_eq!(contract.data.unwrap()["$ref"], "#/types/input/Start");
    assert!(contract.types.input.contains_key("Start"));
    let server = engine().in_memory().unwrap();
    let data = wire::encode(&Start { version: 3 }).unwrap();
    let with = |data| Hello { data, ..hello(None) };
    Client::connect_with(&server, with(Some(&data))).await;
    for (data, expected) in [
        (None, "the client sent no initial data"),
        (
            Some(&b"\x80"[..]),
            "the initial data of the client: `data.version` is missing, expected a value",
        ),
        (
            Some(&b"\xa1x"[..]),
            "the initial data of the client: `data`: invalid type: string \"x\", expected a map of its fields",
        ),
    ] {
        let mut client = Client::silent(&server);
        client.send(&Frame::Hello(Box::new(with(data))));
        let Owned::Err(failure) = client.receive().await else {
            panic!()
        };
        assert_eq!((failure.code, failure.message.as_str()), (54, expected));
        assert_eq!(client.closed().await, CloseCode::FORBIDDEN);
    }
}

#[tokio::test(start_paused = true)]
async fn data_may_be_optional() {
    let server = Engine::new()
        .on_connect(async |_: Session, start: Option<Start>| assert!(start.is_none()))
        .in_memory()
        .unwrap();
    Client::connect(&server).await;
}

#[tokio::test(start_paused = true)]
async fn a_user_has_so_many_sessions() {
    let engine = Engine::new()
        .on_connect(by_token)
        .limits(Limits::default().max_sessions_per_user(2))
        .register(methods![who]);
    let handle = engine.handle();
    let server = engine.in_memory().unwrap();
    let a = Client::connect_with(&server, hello(Some("yami"))).await;
    let _b = Client::connect_with(&server, hello(Some("yami"))).await;
    let mut third = Client::silent(&server);
    third.send(&Frame::Hello(Box::new(hello(Some("yami")))));
    assert!(matches!(third.receive().await, Owned::Err(failure) if failure.code == 60));
    assert_eq!(third.closed().await, CloseCode::TOO_MANY_CONNECTIONS);
    Client::connect_with(&server, hello(Some("other"))).await;
    assert_eq!(handle.sessions_of("yami").len(), 2);
    drop(a);
    while handle.sessions_of("yami").len() > 1 {
        tokio::task::yield_now().await;
    }
    Client::connect_with(&server, hello(Some("yami"))).await;
}

#[tokio::test(start_paused = true)]
async fn sessions_are_found_and_counted() {
    let engine = Engine::new().on_connect(by_token).register(methods![who]);
    let handle = engine.handle();
    let server = engine.in_memory().unwrap();
    let clients = [
        Client::connect_with(&server, hello(Some("a"))).await,
        Client::connect_with(&server, hello(Some("a"))).await,
        Client::connect_with(&server, hello(Some("b"))).await,
    ];
    assert_eq!(handle.session_count(), 3);
    let sessions = handle.sessions();
    assert_eq!(sessions.len(), 3);
    for session in &sessions {
        assert_eq!(handle.session(session.id()).as_ref(), Some(session));
    }
    let id = sessions[0].id().to_owned();
    let elsewhere = format!("0000000000000000-{}", id.rsplit_once('-').unwrap().1);
    assert_eq!(handle.session(&elsewhere), None);
    assert_eq!(handle.session("nonsense"), None);
    assert_eq!(handle.sessions_of("a").len(), 2);
    assert_eq!(handle.sessions_of("nobody").len(), 0);
    let b = handle.sessions_of("b").remove(0);
    b.clear_user();
    assert_eq!(handle.sessions_of("b").len(), 0);
    b.set_user("a").unwrap();
    assert_eq!(handle.sessions_of("a").len(), 3);
    let gone = b.clone();
    drop((clients, sessions, b));
    while handle.connections() > 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!((handle.session_count(), handle.sessions_of("a").len()), (0, 0));
    // Whoever still holds a session that is over changes nothing any more.
    gone.set_user("a").unwrap();
    assert_eq!(
        (gone.user().as_deref(), handle.sessions_of("a").len()),
        (Some("a"), 0)
    );
}

#[tokio::test(start_paused = true)]
async fn a_session_can_be_ended_by_the_server() {
    #[mego::method]
    async fn sign_out(session: Session) -> u32 {
        session.disconnect(CloseCode(4900), "signed out");
        7
    }
    let engine = Engine::new().register(methods![sign_out]);
    let handle = engine.handle();
    let server = engine.in_memory().unwrap();
    let mut client = Client::connect(&server).await;
    // What was asked before is answered first.
    assert_eq!(client.call::<u32>("signOut", ()).await.unwrap(), 7);
    assert_eq!(client.closed().await, CloseCode(4900));
    let mut client = Client::connect(&server).await;
    let session = handle.sessions().remove(0);
    // A code that may not be sent is replaced; whoever is gone is gone.
    session.disconnect(CloseCode(1006), "x");
    assert_eq!(client.closed().await, CloseCode(4900));
    session.disconnect(CloseCode::KICKED, "again");
    session.kick("all");
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_on_a_live_connection() {
    /// Something secret.
    #[mego::event]
    struct Secret {}

    let may = Arc::new(Mutex::new(true));
    let listens = Arc::clone(&may);
    let engine = Engine::new()
        .on_connect(by_token)
        .on_auth(async |session: Session| {
            let token = session.token().unwrap_or_default();
            match token.split_once(' ') {
                Some((user, "fresh")) => {
                    session.expire_at(Instant::now() + Duration::from_secs(30));
                    session.set_user(user)
                }
                Some((_, "soon")) => Err(Error::new(Status::Invalid, "not yet valid")),
                _ => Err(Error::new(Status::NotAuthorized, "this token is not valid")),
            }
        })
        .register(methods![who])
        .register(events![Secret].authorize(move |_: Subscribe| {
            let may = *listens.lock().unwrap();
            async move { may }
        }));
    let handle = engine.handle();
    let server = engine.in_memory().unwrap();
    let mut client = Client::connect_with(&server, hello(Some("yami"))).await;
    let session = handle.sessions().remove(0);
    session.expire_at(Instant::now() + Duration::from_secs(10));
    let subscription = client.subscribe("secret", "all").await.unwrap();
    let auth = async |client: &mut Client, token: &str| {
        let id = client.next_id();
        client.send(&Frame::Auth { id, token });
        client.answer(id).await
    };
    auth(&mut client, "yami fresh").await.unwrap();
    assert_eq!(session.token().as_deref(), Some("yami fresh"));
    tokio::time::sleep(Duration::from_secs(20)).await;
    assert_eq!(
        client.call::<Option<String>>("who", ()).await.unwrap().as_deref(),
        Some("yami")
    );
    // A refusal changes nothing.
    assert_eq!(auth(&mut client, "yami soon").await.unwrap_err().code, 54);
    assert_eq!(session.token().as_deref(), Some("yami fresh"));
    // Subscriptions are looked at again.
    *may.lock().unwrap() = false;
    auth(&mut client, "yami fresh").await.unwrap();
    assert_eq!(client.arrived().await, [Owned::SubState(subscription, 3)]);
    let begun = Instant::now();
    assert_eq!(client.closed().await, CloseCode::TOKEN_EXPIRED);
    assert_eq!(begun.elapsed().as_secs(), 30);

    let mut client = Client::connect_with(&server, hello(Some("yami"))).await;
    assert_eq!(auth(&mut client, "nonsense").await.unwrap_err().code, 56);
    assert_eq!(client.closed().await, CloseCode::NOT_AUTHENTICATED);
    let mut client = Client::connect_with(&server, hello(Some("yami"))).await;
    assert_eq!(auth(&mut client, "other fresh").await.unwrap_err().code, 57);
    assert_eq!(client.closed().await, CloseCode::FORBIDDEN);
}

#[tokio::test(start_paused = true)]
async fn the_end_of_a_session_is_told() {
    let (sender, mut gone) = mpsc::unbounded_channel();
    let engine = Engine::new()
        .on_connect(by_token)
        .on_disconnect(move |session: Session| {
            let sender = sender.clone();
            async move {
                let _ = sender.send(session.user().map(|user| user.to_string()));
                assert_ne!(session.user().as_deref(), Some("panicking"), "the hook bursts");
            }
        });
    let handle = engine.handle();
    let server = engine.in_memory().unwrap();
    for user in ["lost", "panicking", "disconnected"] {
        let client = Client::connect_with(&server, hello(Some(user))).await;
        if user == "disconnected" {
            handle.sessions()[0].disconnect(CloseCode(4800), "");
        } else {
            drop(client);
        }
        assert_eq!(gone.recv().await.unwrap().as_deref(), Some(user));
    }
    // Who was refused never was there.
    let mut client = Client::silent(&server);
    client.send(&Frame::Hello(Box::new(hello(None))));
    client.closed().await;
    while handle.connections() > 0 {
        tokio::task::yield_now().await;
    }
    assert!(gone.try_recv().is_err());
}

#[derive(Clone)]
struct Ends(mpsc::UnboundedSender<&'static str>, Arc<Semaphore>);

#[mego::method(detached)]
async fn pay(State(ends): State<Ends>) -> mego::Result<()> {
    ends.1.acquire().await?.forget();
    let _ = ends.0.send("paid");
    Ok(())
}

#[mego::method(detached, timeout = "5s")]
async fn pay_for_ever(State(ends): State<Ends>) {
    struct Tell(Ends);
    impl Drop for Tell {
        fn drop(&mut self) {
            let _ = self.0.0.send("given up");
        }
    }
    let _tell = Tell(ends);
    std::future::pending::<()>().await;
}

#[mego::method]
async fn look(State(ends): State<Ends>) -> mego::Result<()> {
    ends.1.acquire().await?.forget();
    let _ = ends.0.send("looked");
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_detached_call_outlives_its_client() {
    let (sender, mut ends) = mpsc::unbounded_channel();
    let gate = Arc::new(Semaphore::new(0));
    let engine = Engine::new()
        .state(Ends(sender, Arc::clone(&gate)))
        .register(methods![pay, pay_for_ever, look]);
    let handle = engine.handle();
    let server = engine.in_memory().unwrap();
    let mut client = Client::connect(&server).await;
    client.start("look", ());
    client.start("pay", ());
    client.start("payForEver", ());
    client.arrived().await;
    let begun = Instant::now();
    drop(client);
    while handle.session_count() > 0 {
        tokio::task::yield_now().await;
    }
    gate.add_permits(2);
    assert_eq!(ends.recv().await.unwrap(), "paid");
    assert_eq!(ends.recv().await.unwrap(), "given up");
    assert_eq!(begun.elapsed().as_secs(), 5);
    // The engine counts the connection until then, so that it does not close under it.
    while handle.connections() > 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(gate.available_permits(), 1);
    // An explicit cancel is another matter.
    let mut client = Client::connect(&server).await;
    let id = client.start("payForEver", ());
    client.send(&Frame::Cancel { id, reason: None });
    assert_eq!(client.answer(id).await.unwrap_err().code, 63);
    assert_eq!(ends.recv().await.unwrap(), "given up");
}
