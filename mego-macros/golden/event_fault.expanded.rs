#[derive(
    ::mego::__private::serde::Serialize,
    ::mego::__private::serde::Deserialize,
    ::mego::__private::schemars::JsonSchema,
)]
#[serde(crate = "::mego::__private::serde")]
#[schemars(crate = "::mego::__private::schemars")]
#[serde(rename_all = "camelCase")]
struct Then<T> {
    value: T,
}
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
    impl<T> __mego::Event for Then<T>
    where
        Then<T>: __mego::serde::Serialize + __mego::schemars::JsonSchema + 'static,
    {
        const NAME: &'static str = "then";
        const INFO: &'static __mego::EventInfo = &__mego::EventInfo {
            name: "then",
            rust: ::core::concat!(::core::module_path!(), "::", "Then"),
            doc: "",
            deprecated: ::core::option::Option::None,
            channel: ::core::option::Option::Some("room:{room"),
            when_slow: __mego::WhenSlow::Disconnect,
        };
    }
};
::core::compile_error! {
    "this `{` is not closed: a part that varies is written `{name}`"
}
::core::compile_error! {
    "expected `disconnect`, `drop_oldest` or `keep_latest`, without quotes"
}
::core::compile_error! {
    "an event cannot be generic: it has one schema on the wire, so its types have to be named"
}
::core::compile_error! {
    "`then` cannot be in the name of an event: it means something to JavaScript; give another with `#[mego::event(name = \"…\")]`"
}
