/// Adds two numbers.
///
/// Without overflow.
pub async fn sum(a: i32, b: i32) -> Option<i32> {
    a.checked_add(b)
}
#[doc(hidden)]
#[allow(non_camel_case_types)]
pub enum sum {}
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
    impl __mego::Method for sum {
        const NAME: &'static str = "sum";
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
                            __mego::send(sum(a0, a1)).await,
                        ))
                    }
                    _ => ::core::result::Result::Err(call),
                }
            };
            const INFO: &__mego::Info = &__mego::Info {
                name: "sum",
                rust: ::core::concat!(::core::module_path!(), "::", "sum"),
                doc: "Adds two numbers.\n\nWithout overflow.",
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
                        name: "a",
                        doc: "",
                        deprecated: false,
                        int64: ::core::option::Option::None,
                        example: ::core::option::Option::None,
                    },
                    __mego::Slot {
                        name: "b",
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
};
