//! The methods. The comments here are the documents.

use std::time::Duration;

use mego::MethodSet;
use mego::prelude::*;
use mego::stream::stream;

use crate::connect::is_name;
use crate::events::{Message, RoomInfo};
use crate::room::MAX_MEMBERS;
use crate::rooms::{MAX_ROOMS, OpenRefusal, Refusal, Rooms};

/// The longest message, in characters.
const MAX_TEXT: usize = 500;

/// The longest name of a room, in characters.
const MAX_ROOM_NAME: usize = 32;

/// Around all methods: nobody keeps the others from being served.
pub(crate) fn flood_limit() -> RateLimit {
    RateLimit::per_session(100, Duration::from_secs(10))
}

/// Rooms and who is in them.
pub(crate) fn rooms() -> MethodSet {
    methods![list_rooms, open_room, join, leave].group(
        "Rooms",
        "To be heard in a room, join it; to hear it, subscribe to its events on the channel `room:` and its name. Subscribe first: what happens while you join is then not missed.",
    )
}

/// Saying something, which others have to read: one message a second, and ten at once.
pub(crate) fn saying() -> MethodSet {
    methods![say]
        .group("Messages", "What is said in a room.")
        .with(RateLimit::per_session(10, Duration::from_secs(10)))
}

/// What else there is to messages, without that limit. Lists of one title stand together in the documents.
pub(crate) fn messages() -> MethodSet {
    methods![history, typing].group("Messages", "")
}

/// What has to do with oneself alone.
pub(crate) fn yourself() -> MethodSet {
    methods![rename, countdown].group("Yourself", "What concerns nobody but you.")
}

#[derive(MethodError)]
pub(crate) enum OpenError {
    /// There is a room of this name already.
    #[mego(status = Exists)]
    Exists,
    /// A name has 1 to 32 lower-case letters, digits and hyphens.
    #[mego(status = Invalid)]
    BadName,
    /// There are as many rooms as there may be, and somebody is in each of them.
    #[mego(status = Full)]
    Full {
        /// Rooms that there may be.
        #[mego(example = 32)]
        limit: u32,
    },
}

#[derive(MethodError)]
pub(crate) enum JoinError {
    /// There is no such room, or none that is open to you.
    #[mego(status = NotFound)]
    NotFound,
    /// There are as many people in the room as there may be.
    #[mego(status = Full)]
    Full {
        /// Connections that may be in a room.
        #[mego(example = 256)]
        limit: u32,
    },
}

#[derive(MethodError)]
pub(crate) enum HistoryError {
    /// There is no such room, or none that is open to you.
    #[mego(status = NotFound)]
    NotFound,
}

#[derive(MethodError)]
pub(crate) enum SayError {
    /// You are not in this room.
    #[mego(status = NotFound)]
    NotThere,
    /// There is nothing in the message.
    #[mego(status = Invalid)]
    Empty,
    /// The message is too long.
    #[mego(code = 101)]
    TooLong {
        /// The characters of a message at the most.
        #[mego(example = 500)]
        limit: u32,
    },
}

#[derive(MethodError)]
pub(crate) enum RenameError {
    /// A name has 1 to 24 characters, without spaces.
    #[mego(status = Invalid)]
    BadName,
    #[mego(transparent)]
    Other(mego::Error),
}

/// List the rooms
///
/// Those that everybody may enter, by name.
#[mego::method(idempotent)]
async fn list_rooms(State(rooms): State<Rooms>) -> Vec<RoomInfo> {
    rooms.list()
}

/// Open a room
///
/// Everybody may enter it. When there are too many rooms, the one gives way that has been empty for the longest.
#[mego::method]
async fn open_room(
    State(rooms): State<Rooms>,
    /// Its name: 1 to 32 lower-case letters, digits and hyphens.
    #[param(example = "rust")]
    room: String,
) -> Result<(), OpenError> {
    if !is_room_name(&room) {
        return Err(OpenError::BadName);
    }
    rooms.open(&room).map_err(|refusal| match refusal {
        OpenRefusal::Exists => OpenError::Exists,
        OpenRefusal::Full => OpenError::Full {
            limit: MAX_ROOMS as u32,
        },
    })
}

/// Join a room
///
/// Answers with the names of all who are in it, yours included. The others are told. Joining a room that you are in
/// changes nothing. When the connection ends, you have left.
#[mego::method(idempotent)]
async fn join(
    State(rooms): State<Rooms>,
    session: Session,
    /// The name of the room.
    #[param(example = "lobby")]
    room: String,
) -> Result<Vec<String>, JoinError> {
    rooms.join(&session, &room).map_err(|refusal| match refusal {
        Refusal::NotFound => JoinError::NotFound,
        Refusal::Full => JoinError::Full {
            limit: MAX_MEMBERS as u32,
        },
    })
}

/// Leave a room
///
/// The others are told. Subscriptions stay.
#[mego::method(idempotent)]
async fn leave(
    State(rooms): State<Rooms>,
    session: Session,
    /// The name of the room.
    #[param(example = "lobby")]
    room: String,
) {
    rooms.leave(&session, &room);
}

/// Read what was said last
///
/// The last 50 messages of a room, the oldest first.
#[mego::method(idempotent)]
async fn history(
    State(rooms): State<Rooms>,
    session: Session,
    /// The name of the room.
    #[param(example = "lobby")]
    room: String,
) -> Result<Vec<Message>, HistoryError> {
    rooms.history(&session, &room).ok_or(HistoryError::NotFound)
}

/// Say something
///
/// Everybody who listens to the room gets it as the event `newMessage`, you too. A name with an `@` before it is called
/// for wherever it is. Ten messages may come at once; after that, one each second.
#[mego::method]
async fn say(
    State(rooms): State<Rooms>,
    session: Session,
    /// The name of the room, which you have joined.
    #[param(example = "lobby")]
    room: String,
    /// What to say: 1 to 500 characters.
    #[param(example = "Tea, @grace?")]
    text: String,
) -> Result<(), SayError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(SayError::Empty);
    }
    if text.chars().count() > MAX_TEXT {
        return Err(SayError::TooLong {
            limit: MAX_TEXT as u32,
        });
    }
    let is_there = rooms.say(&session, &room, text.to_owned());
    is_there.then_some(()).ok_or(SayError::NotThere)
}

/// Tell that you are writing
///
/// The others in the room get the event `userTyping`. Call it every few seconds while somebody writes, and without
/// waiting for the answer. Where you are not in the room, nobody is told.
#[mego::method]
async fn typing(
    State(rooms): State<Rooms>,
    session: Session,
    /// The name of the room, which you have joined.
    #[param(example = "lobby")]
    room: String,
) {
    rooms.typing(&session, &room);
}

/// Take another name
///
/// For this connection; with the next one, the client says its name again.
#[mego::method]
async fn rename(
    State(rooms): State<Rooms>,
    session: Session,
    /// The new name: 1 to 24 characters, without spaces.
    #[param(example = "countess")]
    name: String,
) -> Result<(), RenameError> {
    if !is_name(&name) {
        return Err(RenameError::BadName);
    }
    session.set_user(name.as_str())?;
    rooms.rename(&session, &name.into());
    Ok(())
}

/// Count down
///
/// A number each second, from the one that you say to 0. To cancel the call is to stop the clock.
#[mego::method]
async fn countdown(
    /// Where to begin, in seconds.
    #[param(example = 3)]
    from: u8,
) -> impl Stream<Item = u8> {
    stream(async move |mut numbers| {
        let mut seconds = tokio::time::interval(Duration::from_secs(1));
        for number in (0..=from).rev() {
            seconds.tick().await;
            numbers.item(number).await;
        }
    })
}

fn is_room_name(name: &str) -> bool {
    (1..=MAX_ROOM_NAME).contains(&name.len())
        && name
            .bytes()
            .all(|letter| matches!(letter, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}
