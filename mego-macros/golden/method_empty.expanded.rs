async fn ping() {}
#[doc(hidden)]
#[allow(non_camel_case_types)]
enum ping {}
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
    impl __mego::Method for ping {
        const NAME: &'static str = "ping";
        fn definition() -> __mego::Definition {
            #[allow(unused_imports)]
            use __mego::kinds::*;
            #[allow(unused_mut)]
            let handler = |mut call: __mego::Call| async move {
                match (call.complete()) {
                    (::core::result::Result::Ok(())) => {
                        ::core::result::Result::Ok((call, __mego::send(ping()).await))
                    }
                    _ => ::core::result::Result::Err(call),
                }
            };
            const INFO: &__mego::Info = &__mego::Info {
                name: "ping",
                rust: ::core::concat!(::core::module_path!(), "::", "ping"),
                doc: "",
                deprecated: ::core::option::Option::None,
                timeout: ::core::option::Option::None,
                max_size: ::core::option::Option::None,
                lenient: false,
                hidden: false,
                idempotent: false,
                spawn: false,
                detached: false,
                arguments: &[],
            };
            let probe = __mego::probe(&handler);
            (&probe.returned()).kind().define(INFO, handler)
        }
    }
};
