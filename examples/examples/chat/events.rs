//! What the server tells without being asked, and who may listen.

use jiff::Timestamp;
use mego::prelude::*;
use mego::{EventSet, events};

use crate::rooms::Rooms;

/// All events. Who may not enter a room may not listen to it either.
pub(crate) fn all() -> EventSet {
    events![Message, MemberChange, UserTyping, Mention, RoomList].authorize(may_listen)
}

/// The channel on which a room is heard.
pub(crate) fn channel(room: &str) -> String {
    format!("room:{room}")
}

/// The channel of the list of rooms.
pub(crate) const ROOMS: &str = "rooms";

/// Somebody said something in a room.
///
/// All who listen get the messages in one and the same order, the one of their numbers.
#[mego::event(name = "newMessage", channel = "room:{room}")]
#[derive(Clone)]
pub(crate) struct Message {
    /// The number of the message in its room, from 1.
    #[mego(example = 17)]
    pub(crate) id: u32,
    /// Who said it.
    #[mego(example = "ada")]
    pub(crate) author: String,
    /// What was said.
    #[mego(example = "Tea, @grace?")]
    pub(crate) text: String,
    /// When the server heard it.
    #[mego(example = "2026-11-20T16:00:00Z")]
    pub(crate) sent_at: Timestamp,
}

/// Somebody came into a room, left it, or has another name.
#[mego::event(channel = "room:{room}")]
#[serde(tag = "change")]
pub(crate) enum MemberChange {
    /// Somebody came.
    Joined {
        /// Their name.
        #[mego(example = "ada")]
        name: String,
    },
    /// Somebody left, or their last connection is gone.
    Left {
        /// Their name.
        #[mego(example = "ada")]
        name: String,
    },
    /// Somebody is called otherwise from now on.
    Renamed {
        /// The name until now.
        #[mego(example = "ada")]
        from: String,
        /// The name from now on.
        #[mego(example = "countess")]
        to: String,
    },
}

/// Somebody is writing in a room.
///
/// Comes every few seconds while they do, to all but themselves.
#[mego::event(channel = "room:{room}", when_slow = keep_latest)]
pub(crate) struct UserTyping {
    /// Who is writing.
    #[mego(example = "ada")]
    pub(crate) name: String,
}

/// Somebody calls for you.
///
/// They wrote your name with an `@` before it. This comes to all sessions of that name that may enter the room, without
/// a subscription, and wherever they are.
#[mego::event(channel = "room:{room}")]
pub(crate) struct Mention {
    /// Who wrote it.
    #[mego(example = "ada")]
    pub(crate) author: String,
    /// What they wrote.
    #[mego(example = "Tea, @grace?")]
    pub(crate) text: String,
}

/// Which rooms there are.
///
/// Comes whenever a room is opened or closed, and whenever somebody comes or leaves. Private rooms are not listed.
#[mego::event(channel = "rooms", when_slow = keep_latest)]
pub(crate) struct RoomList {
    /// All of them, by name.
    pub(crate) rooms: Vec<RoomInfo>,
}

/// A room, as seen from outside.
#[mego::data]
pub(crate) struct RoomInfo {
    /// Its name.
    #[mego(example = "lobby")]
    pub(crate) name: String,
    /// How many people are in it.
    #[mego(example = 2)]
    pub(crate) members: u32,
}

/// A room that is not there and one that is not open to the caller are refused alike.
async fn may_listen(request: Subscribe) -> bool {
    let rooms = request.state::<Rooms>();
    match request.param("room") {
        Some(room) => rooms.is_some_and(|rooms| rooms.may_enter(request.session(), room)),
        None => true,
    }
}
