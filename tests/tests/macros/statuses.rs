//! The statuses that `derive(MethodError)` knows are those of `mego::Status`, with the same numbers.

use mego::Status;
use mego::prelude::*;
use tests::Client;

use super::method;

/// Every status that an error may have, by the variant's own name.
#[derive(MethodError)]
enum ByName {
    Error,
    Full,
    Exists,
    Invalid,
    NotFound,
    NotAuthorized,
    NoPermission,
    Unimplemented,
    TooManyRequests,
    ResourceExhausted,
    Busy,
    Timeout,
    Cancelled,
    Unavailable,
    FileRetry,
    FileEmpty,
    FileTooLarge,
}

/// Under other names.
#[derive(MethodError)]
enum ByStatus {
    #[mego(status = Error)]
    A,
    #[mego(status = Full)]
    B,
    #[mego(status = Exists)]
    C,
    #[mego(status = Invalid)]
    D,
    #[mego(status = NotFound)]
    E,
    #[mego(status = NotAuthorized)]
    F,
    #[mego(status = NoPermission)]
    G,
    #[mego(status = Unimplemented)]
    H,
    #[mego(status = TooManyRequests)]
    I,
    #[mego(status = ResourceExhausted)]
    J,
    #[mego(status = Busy)]
    K,
    #[mego(status = Timeout)]
    L,
    #[mego(status = Cancelled)]
    M,
    #[mego(status = Unavailable)]
    N,
    #[mego(status = FileRetry)]
    O,
    #[mego(status = FileEmpty)]
    P,
    #[mego(status = FileTooLarge)]
    Q,
    #[mego(code = 101)]
    Own,
}

#[mego::method]
async fn by_name(number: usize) -> Result<(), ByName> {
    use ByName::*;
    let all = [
        Error,
        Full,
        Exists,
        Invalid,
        NotFound,
        NotAuthorized,
        NoPermission,
        Unimplemented,
        TooManyRequests,
        ResourceExhausted,
        Busy,
        Timeout,
        Cancelled,
        Unavailable,
        FileRetry,
        FileEmpty,
        FileTooLarge,
    ];
    all.into_iter().nth(number).map_or(Ok(()), Err)
}

#[mego::method]
async fn by_status(number: usize) -> Result<(), ByStatus> {
    use ByStatus::*;
    let all = [A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, Own];
    all.into_iter().nth(number).map_or(Ok(()), Err)
}

/// The statuses of errors: the codes from 51.
fn errors() -> Vec<Status> {
    Status::ALL
        .iter()
        .copied()
        .filter(|status| status.code() > 50)
        .collect()
}

#[test]
fn the_contract_has_every_status_of_an_error() {
    let contract = Engine::new()
        .register(methods![by_name, by_status])
        .contract()
        .unwrap();
    let expected: Vec<_> = errors()
        .into_iter()
        .map(|status| (status.name().to_owned(), status.code()))
        .collect();
    let declared = |name| -> Vec<_> {
        let errors = &method(&contract, name).errors;
        errors
            .iter()
            .map(|error| (error.status.clone(), error.code))
            .collect()
    };
    assert_eq!(declared("byName"), expected);
    let mut by_status = declared("byStatus");
    assert_eq!(by_status.pop(), Some(("Own".to_owned(), Status::FIRST_CUSTOM)));
    assert_eq!(by_status, expected);
}

#[tokio::test]
async fn every_status_goes_over_the_wire_with_its_number() {
    let server = Engine::new()
        .register(methods![by_name, by_status])
        .in_memory()
        .unwrap();
    let mut client = Client::connect(&server).await;
    for (number, status) in errors().into_iter().enumerate() {
        for method in ["byName", "byStatus"] {
            let failure = client.call::<()>(method, [number]).await.unwrap_err();
            assert_eq!(failure.code, u64::from(status.code()), "{status}");
            assert!(!failure.is_fault);
        }
    }
}
