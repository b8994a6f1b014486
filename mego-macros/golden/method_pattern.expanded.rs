async fn who(CurrentUser(name): CurrentUser, Bind(filter): Bind<Filter>) -> String {
    name
}
#[doc(hidden)]
#[allow(non_camel_case_types)]
enum who {}
#[allow(
    deprecated,
    clippy::all,
    clippy::pedantic,
    clippy::nursery,
    unused_qualifications
)]
const _: () = {
    use ::mego::__private as __mego;
    #[automatically_derived]
    impl __mego::Method for who {
        const NAME: &'static str = "who";
        fn definition() -> __mego::Definition {
            #[allow(unused_imports)]
            use __mego::kinds::*;
            #[allow(unused_mut)]
            let handler = |mut call: __mego::Call| async move {
                let a0 = __mego::arg(&mut call, 0).await;
                let a1 = __mego::arg(&mut call, 1).await;
                match (a0, a1, call.complete()) {
                    (
                        ::core::result::Result::Ok(a0),
                        ::core::result::Result::Ok(a1),
                        ::core::result::Result::Ok(()),
                    ) => {
                        ::core::result::Result::Ok((
                            call,
                            __mego::send(who(a0, a1)).await,
                        ))
                    }
                    _ => ::core::result::Result::Err(call),
                }
            };
            const INFO: &__mego::Info = &__mego::Info {
                name: "who",
                rust: ::core::concat!(::core::module_path!(), "::", "who"),
                doc: "",
                deprecated: ::core::option::Option::None,
                timeout: ::core::option::Option::None,
                max_size: ::core::option::Option::None,
                lenient: false,
                hidden: false,
                idempotent: false,
                spawn: false,
                detached: false,
                arguments: &[
                    __mego::Slot {
                        name: "",
                        doc: "",
                        deprecated: false,
                        int64: ::core::option::Option::None,
                        example: ::core::option::Option::None,
                    },
                    __mego::Slot {
                        name: "",
                        doc: "",
                        deprecated: false,
                        int64: ::core::option::Option::None,
                        example: ::core::option::Option::None,
                    },
                ],
            };
            let probe = __mego::probe(&handler);
            (&probe.returned()).kind().define(INFO, handler)
        }
    }
    #[allow(unused_imports)]
    use __mego::NotPlaced as _;
    const _: () = ::core::assert!(
        ! __mego::is_param(__mego::Placed:: < CurrentUser > ::PLACE),
        "a parameter needs a name: bind it to one, and take it apart in the body"
    );
    const _: () = ::core::assert!(
        __mego::is_alone(& [__mego::Placed:: < CurrentUser > ::PLACE, __mego::Placed:: <
        Bind < Filter > > ::PLACE]),
        "`Bind` takes the whole payload: move the other parameters into the type that it binds"
    );
};
