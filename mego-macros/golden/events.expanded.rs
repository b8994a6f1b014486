fn list() -> EventSet {
    {
        use ::mego::__private as __mego;
        const LIST: &[__mego::EventEntry; 2usize] = &[
            <NewMessage as __mego::ListedEvent>::ENTRY,
            <rooms::Closed as __mego::ListedEvent>::ENTRY,
        ];
        const _: () = {
            if __mego::repeats(LIST, 1usize) {
                ::core::panic!(
                    "`rooms::Closed` has the same name on the wire as an event before it in this list: give one another name with `#[mego::event(name = \"…\")]`"
                )
            }
        };
        __mego::EventSet::from_list(::core::env!("CARGO_PKG_NAME"), LIST)
    }
}
