//! Errors on the wire: declared ones with their data, faults, and internal ones that say nothing.

use mego::prelude::*;
use mego::{Arg, Call, Error};
use tests::Client;

const SOLD_OUT: u16 = 110;

#[derive(MethodError)]
enum ShopError {
    /// Somebody has these already.
    #[mego(status = Exists)]
    Taken {
        exists: Vec<String>,
        first_of_all: u32,
    },
    /// Closed for
    /// today.
    ///
    /// Come back tomorrow.
    #[mego(code = 101)]
    Closed,
    #[mego(code = SOLD_OUT, message = "{left} of {wanted} left")]
    SoldOut {
        left: u32,
        wanted: u32,
    },
    NotFound(String),
    #[mego(transparent)]
    Other(Error),
}

type Outcome<T> = Result<T, ShopError>;

#[mego::method]
async fn shop(what: u32) -> Outcome<u32> {
    match what {
        0 => Ok(1),
        1 => Err(ShopError::Taken {
            exists: vec!["a".to_owned()],
            first_of_all: 2,
        }),
        2 => Err(ShopError::Closed),
        3 => Err(ShopError::SoldOut { left: 1, wanted: 3 }),
        4 => Err(ShopError::NotFound("shelf".to_owned())),
        5 => Err(Error::new(Status::Busy, "later").with_retry_after(std::time::Duration::from_secs(2)))?,
        _ => Err(Error::from("x".parse::<u32>().unwrap_err()).context("reading the secret"))?,
    }
}

struct Admin;

impl Arg for Admin {
    async fn extract(call: &mut Call) -> mego::Result<Admin> {
        match call.session().token().as_deref() {
            Some("secret") => Ok(Admin),
            _ => Err(Error::new(Status::NotAuthorized, "sign in first").with_data(&["token"])),
        }
    }
}

#[mego::method]
async fn administer(_admin: Admin, level: u8) -> u8 {
    level
}

#[mego::method]
async fn internal() -> mego::Result<u32> {
    Ok("secret".parse::<u32>()?)
}

async fn client() -> Client {
    let server = Engine::new()
        .register(methods![shop, administer, internal])
        .in_memory()
        .unwrap();
    Client::connect(&server).await
}

#[tokio::test]
async fn declared_errors_carry_code_message_and_data() {
    #[derive(Debug, serde::Deserialize, PartialEq)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    struct Taken {
        exists: Vec<String>,
        first_of_all: u32,
    }
    let mut client = client().await;
    assert_eq!(client.call::<u32>("shop", [0]).await, Ok(1));

    let taken = client.call::<u32>("shop", [1]).await.unwrap_err();
    assert_eq!(
        (taken.code, taken.message.as_str(), taken.is_fault),
        (53, "Somebody has these already.", false)
    );
    assert_eq!(
        taken.data::<Taken>(),
        Taken {
            exists: vec!["a".to_owned()],
            first_of_all: 2
        }
    );

    let closed = client.call::<u32>("shop", [2]).await.unwrap_err();
    assert_eq!(
        (closed.code, closed.message.as_str(), closed.data),
        (101, "Closed for today.", None)
    );

    let sold_out = client.call::<u32>("shop", [3]).await.unwrap_err();
    assert_eq!((sold_out.code, sold_out.message.as_str()), (110, "1 of 3 left"));

    let not_found = client.call::<u32>("shop", [4]).await.unwrap_err();
    assert_eq!((not_found.code, not_found.message.as_str()), (55, "Not found"));
    assert_eq!(not_found.data::<String>(), "shelf");
}

#[tokio::test]
async fn a_transparent_error_is_a_fault_or_an_incident() {
    let mut client = client().await;
    let busy = client.call::<u32>("shop", [5]).await.unwrap_err();
    assert_eq!(
        (busy.code, busy.message.as_str(), busy.is_fault),
        (61, "later", true)
    );
    let internal = client.call::<u32>("shop", [6]).await.unwrap_err();
    assert_eq!(
        (internal.code, internal.is_fault, internal.incident.is_some()),
        (51, true, true)
    );
    assert!(!internal.message.contains("secret"));
}

#[tokio::test]
async fn an_internal_error_says_nothing_to_the_client() {
    let failure = client().await.call::<u32>("internal", ()).await.unwrap_err();
    assert_eq!(
        (failure.code, failure.message.as_str()),
        (51, "something failed inside the server")
    );
    assert!(failure.incident.is_some());
}

#[tokio::test]
async fn a_refusing_extractor_answers_before_wrong_parameters_do() {
    let failure = client()
        .await
        .call::<u8>("administer", ["wrong"])
        .await
        .unwrap_err();
    assert_eq!((failure.code, failure.message.as_str()), (56, "sign in first"));
    assert_eq!(failure.data::<Vec<String>>(), ["token"]);
}

#[tokio::test]
async fn the_function_is_still_a_function() {
    assert!(matches!(shop(0).await, Ok(1)));
    assert!(matches!(shop(2).await, Err(ShopError::Closed)));
    assert_eq!(administer(Admin, 3).await, 3);
}
