//! The message of an error: the doc comment, or what `message = "…"` makes of the data.

use mego::prelude::*;
use tests::Client;

#[derive(MethodError)]
enum BookError {
    /// There is no such book,
    /// or no longer.
    ///
    /// Ask a librarian.
    NotFound,
    #[mego(message = "{0} copies at the most")]
    Full(u32),
    #[mego(message = "{title} is lent until {until}")]
    Busy { title: String, until: u16 },
    #[mego(message = "closed")]
    Unavailable(u32),
    #[mego(code = 101)]
    ReadingRoomOnly,
}

#[mego::method]
async fn lend(number: u32) -> Result<(), BookError> {
    Err(match number {
        0 => BookError::NotFound,
        1 => BookError::Full(3),
        2 => BookError::Busy {
            title: "Momo".to_owned(),
            until: 1973,
        },
        3 => BookError::Unavailable(8),
        _ => BookError::ReadingRoomOnly,
    })
}

#[tokio::test]
async fn a_message_says_what_the_variant_says() {
    let server = Engine::new().register(methods![lend]).in_memory().unwrap();
    let mut client = Client::connect(&server).await;
    for (number, message) in [
        (0, "There is no such book, or no longer."),
        (1, "3 copies at the most"),
        (2, "Momo is lent until 1973"),
        (3, "closed"),
        (4, "Reading room only"),
    ] {
        let failure = client.call::<()>("lend", [number]).await.unwrap_err();
        assert_eq!(failure.message, message);
    }
}
