#[cfg(feature = "rooms")]
const _: () = {
    #[allow(dead_code, deprecated)]
    fn fields() {
        #[allow(unused_imports)]
        use ::mego::__private::field;
    }
};
#[derive(
    ::mego::__private::serde::Serialize,
    ::mego::__private::serde::Deserialize,
    ::mego::__private::schemars::JsonSchema,
)]
#[serde(crate = "::mego::__private::serde")]
#[schemars(crate = "::mego::__private::schemars")]
#[cfg(feature = "rooms")]
#[deprecated = "rooms stay open"]
#[schemars(extend("x-mego" = "unit"))]
struct RoomClosed;
#[cfg(feature = "rooms")]
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
    impl __mego::Event for RoomClosed {
        const NAME: &'static str = "room.closed";
        const INFO: &'static __mego::EventInfo = &__mego::EventInfo {
            name: "room.closed",
            rust: ::core::concat!(::core::module_path!(), "::", "RoomClosed"),
            doc: "",
            deprecated: ::core::option::Option::Some("rooms stay open"),
            channel: ::core::option::Option::Some("room:{room}"),
            when_slow: __mego::WhenSlow::DropOldest,
        };
    }
};
