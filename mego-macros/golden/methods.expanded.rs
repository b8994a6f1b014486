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
                    "another method of this list has the wire name of `users::create`"
                )
            }
            if __mego::repeats(LIST, 2usize) {
                ::core::panic!(
                    "another method of this list has the wire name of `crate::users::list`"
                )
            }
        };
        __mego::MethodSet::from_list(::core::env!("CARGO_PKG_NAME"), LIST)
    }
}
