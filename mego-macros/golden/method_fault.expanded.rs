pub async fn greet(name: &str) -> &str {
    name
}
#[doc(hidden)]
#[allow(non_camel_case_types)]
pub enum greet {}
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
    impl __mego::Method for greet {
        const NAME: &'static str = "greet";
        fn definition() -> __mego::Definition {
            ::core::unreachable!()
        }
    }
};
::core::compile_error! {
    "expected a duration such as \"500ms\", \"5s\", \"2min\" or \"1h\""
}
::core::compile_error! {
    "a Mego method returns an owned value: use `String`"
}
::core::compile_error! {
    "Mego methods take owned values: use `String`"
}
