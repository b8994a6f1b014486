//! Names: raw identifiers, nested modules, private types.

use mego::contract::Input;
use mego::prelude::*;
use tests::Client;

use super::method;

#[mego::method]
async fn r#match(r#type: String, _unused: u32) -> String {
    r#type
}

mod accounts {
    pub(super) mod users {
        use mego::prelude::*;

        #[mego::data]
        pub(in super::super) struct Filter {
            is_private: bool,
        }

        /// Nobody outside knows it, and still it is sent.
        #[mego::data]
        struct Private {
            name: String,
        }

        #[derive(MethodError)]
        pub(in super::super) enum FindError {
            NotFound,
        }

        #[mego::method(name = "users.find")]
        pub(in super::super) async fn find(filter: Filter) -> Result<Filter, FindError> {
            match filter.is_private {
                true => Ok(filter),
                false => Err(FindError::NotFound),
            }
        }

        #[mego::method]
        async fn list() -> Vec<Private> {
            let name = "somebody".to_owned();
            vec![Private { name }]
        }

        pub(in super::super) fn methods() -> mego::MethodSet {
            methods![list, find]
        }
    }
}

#[tokio::test]
async fn raw_identifiers_lose_their_mark() {
    let contract = Engine::new().register(methods![r#match]).contract().unwrap();
    let Input::Params(params) = &method(&contract, "match").input else {
        panic!("`match` has parameters")
    };
    let names: Vec<_> = params.iter().map(|param| param.name.as_str()).collect();
    assert_eq!(names, ["type", "unused"]);
    assert_eq!(r#match("a".to_owned(), 0).await, "a");
}

#[tokio::test]
#[allow(unused_qualifications)]
async fn methods_of_nested_modules_may_keep_their_types() {
    for methods in [
        accounts::users::methods(),
        methods![accounts::users::find],
        methods![crate::names::accounts::users::find],
    ] {
        let server = Engine::new().register(methods).in_memory().unwrap();
        let mut client = Client::connect(&server).await;
        let filter = std::collections::BTreeMap::from([("isPrivate", false)]);
        assert_eq!(
            client.call::<()>("users.find", [filter]).await.unwrap_err().code,
            55
        );
    }
}

#[tokio::test]
async fn a_method_may_stand_inside_of_a_function_and_in_the_name_of_a_crate() {
    #[mego::method]
    async fn serde_json() -> u32 {
        1
    }

    #[mego::method]
    async fn tokio() -> u32 {
        2
    }

    let server = Engine::new()
        .register(methods![serde_json, tokio,])
        .in_memory()
        .unwrap();
    let mut client = Client::connect(&server).await;
    assert_eq!(client.call::<u32>("serdeJson", ()).await, Ok(1));
    assert_eq!(client.call::<u32>("tokio", ()).await, Ok(2));
}

/// At the level of a module, too.
mod crates {
    use mego::prelude::*;

    #[mego::method]
    async fn serde() -> u32 {
        3
    }

    pub(super) fn methods() -> mego::MethodSet {
        methods![serde]
    }
}

#[test]
fn a_method_of_a_module_may_have_the_name_of_a_crate() {
    let contract = Engine::new().register(crates::methods()).contract().unwrap();
    assert_eq!(method(&contract, "serde").rust, "macros::names::crates::serde");
}

#[test]
fn an_empty_list_is_a_list() {
    assert!(Engine::new().register(methods![]).contract().is_ok());
}
