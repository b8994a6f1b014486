#[cfg(feature = "users")]
#[deprecated = "use `users.find`"]
#[doc = include_str!("list.md")]
pub(crate) async fn list_users(
    State(db): State<Db>,
    mut start: u32,
    order: String,
    limit: u32,
) -> Result<Vec<User>, ListError> {
    db.list(start, order, limit).await
}
#[cfg(feature = "users")]
#[doc(hidden)]
#[allow(non_camel_case_types)]
pub(crate) enum list_users {}
#[cfg(feature = "users")]
#[allow(
    deprecated,
    clippy::all,
    clippy::pedantic,
    clippy::nursery,
    unused_qualifications
)]
const _: () = {
    use rpc::__private as __mego;
    #[automatically_derived]
    impl __mego::Method for list_users {
        const NAME: &'static str = "users.list";
        const IS_IDEMPOTENT: bool = true;
        fn definition() -> __mego::Definition {
            #[allow(unused_imports)]
            use __mego::kinds::*;
            #[allow(unused_mut)]
            let handler = |mut call: __mego::Call| async move {
                let a0 = __mego::arg(&mut call, 0).await;
                let a1: ::core::result::Result<u32, __mego::Missing> = __mego::arg_or_default(
                    &mut call,
                    1,
                );
                let a2: ::core::result::Result<String, __mego::Missing> = __mego::arg_or(
                    &mut call,
                    2,
                    || __mego::text_default("name"),
                );
                let a3: ::core::result::Result<u32, __mego::Missing> = __mego::arg_or(
                    &mut call,
                    3,
                    || 20,
                );
                match (a0, a1, a2, a3, call.complete()) {
                    (
                        ::core::result::Result::Ok(a0),
                        ::core::result::Result::Ok(a1),
                        ::core::result::Result::Ok(a2),
                        ::core::result::Result::Ok(a3),
                        ::core::result::Result::Ok(()),
                    ) => {
                        ::core::result::Result::Ok((
                            call,
                            __mego::send(list_users(a0, a1, a2, a3)).await,
                        ))
                    }
                    _ => ::core::result::Result::Err(call),
                }
            };
            const INFO: &__mego::Info = &__mego::Info {
                name: "users.list",
                rust: ::core::concat!(::core::module_path!(), "::", "list_users"),
                doc: ::core::concat!(include_str!("list.md")),
                deprecated: ::core::option::Option::Some("use `users.find`"),
                timeout: ::core::option::Option::Some(
                    ::core::time::Duration::from_millis(5000u64),
                ),
                max_size: ::core::option::Option::Some(16384),
                lenient: true,
                hidden: true,
                idempotent: true,
                spawn: true,
                detached: true,
                arguments: &[
                    __mego::Slot {
                        name: "",
                        doc: "",
                        deprecated: false,
                        int64: ::core::option::Option::None,
                        example: ::core::option::Option::None,
                    },
                    __mego::Slot {
                        name: "from",
                        doc: "Where to begin.",
                        deprecated: true,
                        int64: ::core::option::Option::None,
                        example: ::core::option::Option::None,
                    },
                    __mego::Slot {
                        name: "order",
                        doc: "",
                        deprecated: false,
                        int64: ::core::option::Option::None,
                        example: ::core::option::Option::Some(
                            (|| __mego::example(&"age")) as fn() -> __mego::Value,
                        ),
                    },
                    __mego::Slot {
                        name: "limit",
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
