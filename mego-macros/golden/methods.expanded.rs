fn list() -> MethodSet {
    {
        use ::mego::__private as __mego;
        const LIST: &[__mego::ListEntry; 3usize] = &[
            {
                type __Method = ping;
                __mego::entry::<__Method>()
            },
            {
                type __Method = users::create;
                __mego::entry::<__Method>()
            },
            {
                type __Method = crate::users::list;
                __mego::entry::<__Method>()
            },
        ];
        const _: () = ::core::assert!(
            ! __mego::repeats(LIST, 1usize),
            "another method of this list has the wire name of `users::create`"
        );
        const _: () = ::core::assert!(
            ! __mego::repeats(LIST, 2usize),
            "another method of this list has the wire name of `crate::users::list`"
        );
        __mego::MethodSet::from_list(::core::env!("CARGO_PKG_NAME"), LIST)
    }
}
