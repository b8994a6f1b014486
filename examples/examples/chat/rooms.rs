//! All rooms. They live in memory, and everything about them has a bound.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use mego::{Event, Handle, Session};

use crate::connect::Staff;
use crate::events::{self, Mention, Message, RoomInfo, RoomList, UserTyping};
use crate::mentions::mentions;
use crate::room::Room;

/// Rooms that there may be. With 50 messages of 500 characters in each, they take no more than 4 MiB.
pub(crate) const MAX_ROOMS: usize = 32;

/// The rooms, and the handle by which those in them are told what happens.
///
/// What happens in a room is told while the lock is held: all hear it in the order in which it is remembered. To emit
/// waits for nobody.
#[derive(Clone)]
pub(crate) struct Rooms(Arc<Inner>);

struct Inner {
    handle: Handle,
    rooms: Mutex<BTreeMap<String, Room>>,
}

/// Why nobody gets in.
pub(crate) enum Refusal {
    /// The room is not there, or not for everybody.
    NotFound,
    Full,
}

impl Rooms {
    pub(crate) fn new(handle: Handle) -> Rooms {
        let lasting = [("lobby", false), ("tea", false), ("staff", true)];
        let rooms = lasting.map(|(name, is_private)| (name.to_owned(), Room::new(is_private, true)));
        Rooms(Arc::new(Inner {
            handle,
            rooms: Mutex::new(rooms.into()),
        }))
    }

    /// Opens a room. It stays until it is empty and its place is wanted.
    pub(crate) fn open(&self, name: &str) -> Result<(), OpenRefusal> {
        let mut rooms = self.lock();
        if rooms.contains_key(name) {
            return Err(OpenRefusal::Exists);
        }
        if rooms.len() >= MAX_ROOMS {
            let gone = make_place(&mut rooms).ok_or(OpenRefusal::Full)?;
            // Whoever still listens is told that there is nothing to hear.
            self.0.handle.destroy(&events::channel(&gone));
        }
        rooms.insert(name.to_owned(), Room::new(false, false));
        self.tell_list(&rooms);
        Ok(())
    }

    /// The rooms that everybody may enter.
    pub(crate) fn list(&self) -> Vec<RoomInfo> {
        list(&self.lock())
    }

    /// Whether the room is there and open to this session.
    pub(crate) fn may_enter(&self, session: &Session, room: &str) -> bool {
        may_enter(self.lock().get(room), session)
    }

    /// Lets a session into a room, and gives the names of those who are there.
    pub(crate) fn join(&self, session: &Session, name: &str) -> Result<Vec<String>, Refusal> {
        let mut rooms = self.lock();
        let room = rooms
            .get_mut(name)
            .filter(|room| may_enter(Some(room), session))
            .ok_or(Refusal::NotFound)?;
        if room.name_of(session).is_none() {
            if room.is_full() {
                return Err(Refusal::Full);
            }
            // `connect::enter` has given every session a user.
            let change = room.join(session, session.user().unwrap_or_default());
            self.tell(name, change.as_ref());
            if change.is_some() {
                self.tell_list(&rooms);
            }
        }
        let names = rooms.get(name).map(Room::names).unwrap_or_default();
        Ok(names.into_iter().map(str::to_owned).collect())
    }

    /// Lets a session out of a room.
    pub(crate) fn leave(&self, session: &Session, name: &str) {
        let mut rooms = self.lock();
        let change = rooms.get_mut(name).and_then(|room| room.leave(session));
        self.tell(name, change.as_ref());
        if change.is_some() {
            self.tell_list(&rooms);
        }
    }

    /// Lets a session out of every room.
    pub(crate) fn leave_all(&self, session: &Session) {
        let mut rooms = self.lock();
        let mut has_changed = false;
        for (name, room) in rooms.iter_mut() {
            let change = room.leave(session);
            self.tell(name, change.as_ref());
            has_changed |= change.is_some();
        }
        if has_changed {
            self.tell_list(&rooms);
        }
    }

    /// Calls a session otherwise wherever it is.
    pub(crate) fn rename(&self, session: &Session, to: &Arc<str>) {
        let mut rooms = self.lock();
        for (name, room) in rooms.iter_mut() {
            self.tell(name, room.rename(session, to).as_ref());
        }
        self.tell_list(&rooms);
    }

    /// Says something in a room that the session is in. Says whether it is.
    pub(crate) fn say(&self, session: &Session, name: &str, text: String) -> bool {
        let mut rooms = self.lock();
        let Some(room) = rooms.get_mut(name) else {
            return false;
        };
        let Some(author) = room.name_of(session).map(ToString::to_string) else {
            return false;
        };
        let message = room.say(author, text);
        self.tell(name, Some(message));
        let mention = Mention {
            author: message.author.clone(),
            text: message.text.clone(),
        };
        for user in mentions(&mention.text) {
            for session in self.0.handle.sessions_of(user) {
                if may_enter(Some(room), &session) {
                    session.emit(&events::channel(name), &mention);
                }
            }
        }
        true
    }

    /// Tells the others in a room that a session is writing. Says whether it is in the room.
    pub(crate) fn typing(&self, session: &Session, name: &str) -> bool {
        let rooms = self.lock();
        let author = rooms.get(name).and_then(|room| room.name_of(session));
        if let Some(author) = author {
            let event = UserTyping {
                name: author.to_string(),
            };
            let channel = events::channel(name);
            self.0.handle.to(&channel).except(session).emit(&event);
        }
        author.is_some()
    }

    /// What was said last in a room that is open to the session.
    pub(crate) fn history(&self, session: &Session, name: &str) -> Option<Vec<Message>> {
        let rooms = self.lock();
        let room = rooms.get(name);
        may_enter(room, session).then(|| room.map(Room::history).unwrap_or_default())
    }

    fn tell(&self, room: &str, event: Option<&impl Event>) {
        if let Some(event) = event {
            self.0.handle.to(&events::channel(room)).emit(event);
        }
    }

    fn tell_list(&self, rooms: &BTreeMap<String, Room>) {
        let event = RoomList { rooms: list(rooms) };
        self.0.handle.to(events::ROOMS).emit(&event);
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Room>> {
        self.0.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why a room is not opened.
pub(crate) enum OpenRefusal {
    Exists,
    Full,
}

fn may_enter(room: Option<&Room>, session: &Session) -> bool {
    room.is_some_and(|room| !room.is_private || session.get::<Staff>().is_some())
}

fn list(rooms: &BTreeMap<String, Room>) -> Vec<RoomInfo> {
    let public = rooms.iter().filter(|(_, room)| !room.is_private);
    let info = public.map(|(name, room)| RoomInfo {
        name: name.clone(),
        // As many as `MAX_MEMBERS` at the most.
        members: room.names().len() as u32,
    });
    info.collect()
}

/// Closes the room that has been empty for the longest, and gives its name, if there is one.
fn make_place(rooms: &mut BTreeMap<String, Room>) -> Option<String> {
    let empty = rooms
        .iter()
        .filter(|(_, room)| room.is_empty() && !room.is_lasting);
    let oldest = empty
        .min_by_key(|(_, room)| room.used)
        .map(|(name, _)| name.clone());
    oldest.inspect(|name| {
        rooms.remove(name);
    })
}
