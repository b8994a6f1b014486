//! `crate = path`, for those who have Mego under another name.

use tests::Client;

/// Where `mego` is found by nobody who looks for it at its usual place.
mod vendor {
    pub(super) mod rpc {
        pub(in super::super) use ::mego::*;
    }
}

#[vendor::rpc::data(crate = crate::crate_path::vendor::rpc)]
#[derive(Debug)]
struct User {
    user_name: String,
}

#[derive(vendor::rpc::MethodError)]
#[mego(crate = crate::crate_path::vendor::rpc)]
enum FindError {
    NotFound { name: String },
}

#[vendor::rpc::method(crate = vendor::rpc)]
async fn find(name: String, #[param(default)] is_strict: bool) -> Result<User, FindError> {
    if is_strict {
        return Err(FindError::NotFound { name });
    }
    Ok(User { user_name: name })
}

#[vendor::rpc::event(crate = crate::crate_path::vendor::rpc)]
struct Found {
    user_name: String,
}

#[tokio::test]
async fn every_macro_takes_another_path() {
    let methods = vendor::rpc::methods![crate = vendor::rpc; find];
    let events = vendor::rpc::events![crate = vendor::rpc; Found];
    let engine = mego::Engine::new().register(methods).register(events);
    let server = engine.in_memory().unwrap();
    let mut client = Client::connect(&server).await;
    assert!(client.call::<User>("find", ["yami"]).await.is_ok());
    assert_eq!(
        client
            .call::<User>("find", ("yami", true))
            .await
            .unwrap_err()
            .code,
        55
    );
}
