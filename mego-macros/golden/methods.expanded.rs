fn list() -> MethodSet {
    {
        use ::mego::__private as __mego;
        const LIST: &[__mego::ListEntry; 3usize] = &[
            <ping as __mego::Listed>::ENTRY,
            <users::create as __mego::Listed>::ENTRY,
            <crate::users::list as __mego::Listed>::ENTRY,
        ];
        const _: () = {
            if __mego::repeats(LIST, 1usize) {
                ::core::panic!(
                    "`users::create` has the same name on the wire as a method before it in this list: give one another name with `#[mego::method(name = \"…\")]`"
                )
            }
            if __mego::repeats(LIST, 2usize) {
                ::core::panic!(
                    "`crate::users::list` has the same name on the wire as a method before it in this list: give one another name with `#[mego::method(name = \"…\")]`"
                )
            }
        };
        __mego::MethodSet::from_list(::core::env!("CARGO_PKG_NAME"), LIST)
    }
}
