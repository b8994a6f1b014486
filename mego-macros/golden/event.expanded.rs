const _: () = {
    #[allow(dead_code, deprecated)]
    fn fields() {
        #[allow(unused_imports)]
        use ::mego::__private::field;
        field::<String>();
        field::<String>();
    }
};
#[derive(
    ::mego::__private::serde::Serialize,
    ::mego::__private::serde::Deserialize,
    ::mego::__private::schemars::JsonSchema,
)]
#[serde(crate = "::mego::__private::serde")]
#[schemars(crate = "::mego::__private::schemars")]
#[serde(rename_all = "camelCase")]
/// Somebody wrote in a room.
#[derive(Clone)]
pub struct NewMessage {
    /// Who wrote it.
    author: String,
    text: String,
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
    impl __mego::Event for NewMessage {
        const NAME: &'static str = "newMessage";
        const INFO: &'static __mego::EventInfo = &__mego::EventInfo {
            name: "newMessage",
            rust: ::core::concat!(::core::module_path!(), "::", "NewMessage"),
            doc: "Somebody wrote in a room.",
            deprecated: ::core::option::Option::None,
            channel: ::core::option::Option::None,
            when_slow: __mego::WhenSlow::Disconnect,
        };
    }
};
