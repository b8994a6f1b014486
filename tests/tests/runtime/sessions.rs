//! What a session knows and keeps.

use mego::prelude::*;
use mego::wire::Hello;
use tests::Client;

#[mego::data]
struct Start {
    version: String,
}

#[derive(Clone)]
struct Visits(u32);

#[mego::method]
async fn version(session: Session) -> mego::Result<String> {
    Ok(session.data::<Start>()?.version)
}

#[mego::method]
async fn visit(session: Session) -> u32 {
    let visits = session.get::<Visits>().map_or(1, |visits| visits.0 + 1);
    session.set(Visits(visits));
    visits
}

#[mego::method]
async fn forget(session: Session) -> Option<u32> {
    session.remove::<Visits>().map(|visits| visits.0)
}

#[mego::method]
async fn who(session: Session, client: ClientInfo) -> (String, Option<String>, Option<String>) {
    (
        session.id().to_owned(),
        client.program().map(str::to_owned),
        session.token().as_deref().map(str::to_owned),
    )
}

#[mego::method]
async fn connections(handle: Handle) -> usize {
    handle.connections()
}

fn server() -> mego::transport::memory::MemoryServer {
    Engine::new()
        .register(methods![version, visit, forget, who, connections])
        .in_memory()
        .unwrap()
}

#[tokio::test]
async fn initial_data_is_typed_and_may_be_missing_or_wrong() {
    let server = server();
    let data = mego::wire::encode(&Start {
        version: "1.0".to_owned(),
    })
    .unwrap();
    let hello = Hello {
        version: 1,
        data: Some(&data),
        ..Hello::default()
    };
    let mut client = Client::connect_with(&server, hello).await;
    assert_eq!(client.call::<String>("version", ()).await.unwrap(), "1.0");

    let mut client = Client::connect(&server).await;
    let failure = client.call::<String>("version", ()).await.unwrap_err();
    assert_eq!(
        (failure.code, failure.message.as_str()),
        (54, "the client sent no initial data")
    );

    let hello = Hello {
        version: 1,
        data: Some(&[5]),
        ..Hello::default()
    };
    let mut client = Client::connect_with(&server, hello).await;
    assert_eq!(client.call::<String>("version", ()).await.unwrap_err().code, 54);
}

#[tokio::test]
async fn values_last_for_the_session_and_belong_to_it() {
    let server = server();
    let mut client = Client::connect(&server).await;
    let mut other = Client::connect(&server).await;
    assert_eq!(client.call::<u32>("visit", ()).await, Ok(1));
    assert_eq!(client.call::<u32>("visit", ()).await, Ok(2));
    assert_eq!(other.call::<u32>("visit", ()).await, Ok(1));
    assert_eq!(client.call::<Option<u32>>("forget", ()).await, Ok(Some(2)));
    assert_eq!(client.call::<Option<u32>>("forget", ()).await, Ok(None));
}

#[tokio::test]
async fn the_server_chooses_the_id_and_knows_the_client() {
    let server = server();
    let hello = || Hello {
        version: 1,
        client: Some("test/1"),
        token: Some("t"),
        ..Hello::default()
    };
    let mut ids = Vec::new();
    for _ in 0..2 {
        let mut client = Client::connect_with(&server, hello()).await;
        let (id, program, token): (String, Option<String>, Option<String>) =
            client.call("who", ()).await.unwrap();
        assert_eq!(
            (program.as_deref(), token.as_deref()),
            (Some("test/1"), Some("t"))
        );
        ids.push(id);
    }
    // The node, and 128 random bits.
    assert_eq!(ids[0].len(), 16 + 1 + 32);
    assert_eq!(ids[0][..16], ids[1][..16]);
    assert_ne!(ids[0], ids[1]);
}

#[tokio::test]
async fn a_handle_is_an_extractor() {
    let server = server();
    let mut client = Client::connect(&server).await;
    let _other = Client::connect(&server).await;
    assert_eq!(client.call::<usize>("connections", ()).await, Ok(2));
}
