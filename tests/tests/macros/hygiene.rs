//! What the macros write refers to nothing by a name that a user could have taken.

use tests::Client;

/// schemars' own derive needs the prelude, so data types stand outside.
mod data {
    #[mego::data]
    #[derive(Debug, PartialEq)]
    pub(super) struct User {
        #[mego(example = "yami")]
        pub(super) user_name: String,
    }
}

#[no_implicit_prelude]
mod shadows {
    use ::mego::methods;
    use ::std::string::String;

    use super::data::User;

    // Whatever the macros might be tempted to write.
    #[allow(dead_code)]
    mod std {}
    #[allow(dead_code)]
    mod core {}
    #[allow(dead_code)]
    mod mego {}
    #[allow(dead_code)]
    mod serde {}
    #[allow(dead_code)]
    mod schemars {}
    #[allow(dead_code)]
    struct Result;
    #[allow(dead_code)]
    struct Option;
    #[allow(dead_code)]
    struct Box;
    #[allow(dead_code)]
    struct Vec;
    #[allow(dead_code)]
    struct Method;
    #[allow(dead_code)]
    struct Definition;
    #[allow(dead_code)]
    struct Call;
    #[allow(dead_code)]
    trait From {}
    #[allow(dead_code)]
    trait Into {}
    #[allow(dead_code)]
    trait Default {}
    #[allow(dead_code)]
    trait Send {}
    #[allow(dead_code, non_snake_case)]
    fn Ok() {}
    #[allow(dead_code, non_snake_case)]
    fn Err() {}
    #[allow(dead_code, non_snake_case)]
    fn Some() {}
    #[allow(dead_code, non_upper_case_globals)]
    const None: u8 = 0;
    #[allow(dead_code)]
    const INFO: u8 = 0;
    #[allow(dead_code)]
    const LIST: u8 = 0;

    #[derive(::mego::MethodError)]
    enum FindError {
        #[mego(message = "there is no {name}")]
        NotFound { name: String },
        /// Nobody may look.
        #[mego(code = CLOSED)]
        Closed(u32),
        #[mego(transparent)]
        Other(::mego::Error),
    }

    const CLOSED: u16 = 101;

    #[::mego::method(timeout = "5s", max_size = "1KiB")]
    async fn find(
        #[param(default = "yami", example = "karisa")] name: String,
        #[param(default)] page: u32,
        #[param(default = 20)] limit: u32,
    ) -> ::std::result::Result<User, FindError> {
        match (page, limit) {
            (0, 20) => ::std::result::Result::Ok(User { user_name: name }),
            (1, _) => ::std::result::Result::Err(FindError::NotFound { name }),
            (2, _) => ::std::result::Result::Err(FindError::Closed(limit)),
            _ => ::std::result::Result::Err(FindError::from_elsewhere()),
        }
    }

    impl FindError {
        fn from_elsewhere() -> FindError {
            ::std::convert::From::from(::mego::Error::new(::mego::Status::Busy, "busy"))
        }
    }

    /// The names of our own locals are free.
    #[::mego::method]
    async fn locals(call: u32, handler: u32, probe: u32, a0: u32, a1: u32, info: u32, __mego: u32) -> u32 {
        call + handler + probe + a0 + a1 + info + __mego
    }

    pub(super) fn engine() -> ::mego::Engine {
        ::mego::Engine::new().register(methods![find, locals])
    }
}

#[tokio::test]
async fn nothing_is_named_by_a_name_that_can_be_taken() {
    let mut client = Client::connect(&shadows::engine().in_memory().unwrap()).await;
    let user: data::User = client.call("find", ()).await.unwrap();
    assert_eq!(user.user_name, "yami");
    let missing = client.call::<data::User>("find", ("lin", 1)).await.unwrap_err();
    assert_eq!((missing.code, missing.message.as_str()), (55, "there is no lin"));
    let closed = client.call::<data::User>("find", ("lin", 2)).await.unwrap_err();
    assert_eq!((closed.code, closed.data::<u32>()), (101, 20));
    let other = client.call::<data::User>("find", ("lin", 3)).await.unwrap_err();
    assert_eq!(other.code, 61);
    let sum = client.call::<u32>("locals", [1, 2, 3, 4, 5, 6, 7]).await;
    assert_eq!(sum, Ok(28));
}
