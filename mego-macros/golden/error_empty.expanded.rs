#[allow(clippy::all, clippy::pedantic, unused_qualifications)]
const _: () = {
    use ::mego::__private as __mego;
    #[automatically_derived]
    impl __mego::MethodError for Never {
        fn into_failure(self) -> __mego::Failure {
            match self {}
        }
        #[allow(unused_variables, unused_imports)]
        fn declare(declarations: &mut __mego::Declarations) {
            use __mego::NotDescribed as _;
        }
    }
};
