#[allow(clippy::all, clippy::pedantic, unused_qualifications)]
const _: () = {
    use ::mego::__private as __mego;
    #[automatically_derived]
    impl<'a> __mego::MethodError for SignUpError<'a>
    where
        SignUpError<'a>: ::core::marker::Send + 'static,
    {
        fn into_failure(self) -> __mego::Failure {
            ::core::unreachable!()
        }
        #[allow(unused_variables, unused_imports)]
        fn declare(declarations: &mut __mego::Declarations) {
            use __mego::NotDescribed as _;
        }
    }
};
::core::compile_error! {
    "the errors of a method cannot be generic: they have one schema on the wire"
}
