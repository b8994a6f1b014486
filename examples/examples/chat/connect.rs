//! Who may connect, and as whom.

use std::sync::Arc;

use mego::prelude::*;

use crate::rooms::Rooms;

/// The longest name, in characters.
const MAX_NAME: usize = 24;

/// What a client says of itself when it connects.
#[mego::data]
pub(crate) struct Start {
    /// The name that others see. Whoever comes with the same name is taken for the same person.
    #[mego(example = "ada")]
    #[schemars(length(min = 1, max = 24))]
    name: String,
}

/// The key to the private room, if there is one.
#[derive(Clone)]
pub(crate) struct StaffKey(Option<Arc<str>>);

impl StaffKey {
    pub(crate) fn from_environment() -> StaffKey {
        StaffKey(std::env::var("CHAT_STAFF_KEY").ok().map(Into::into))
    }

    /// Takes as long for a wrong key as for the right one, so that the time tells nothing of it.
    fn fits(&self, token: &str) -> bool {
        self.0.as_ref().is_some_and(|key| {
            let pairs = key.bytes().zip(token.bytes());
            key.len() == token.len() && pairs.fold(0, |wrong, (a, b)| wrong | (a ^ b)) == 0
        })
    }
}

/// Marks the sessions that may enter the private room.
#[derive(Clone)]
pub(crate) struct Staff;

/// Everybody who connects passes here first. What it refuses gets no further.
pub(crate) async fn enter(session: Session, start: Start) -> mego::Result<()> {
    if let Some(token) = session.token() {
        let key = session.state::<StaffKey>();
        if !key.is_some_and(|key| key.fits(&token)) {
            return Err(mego::Error::new(Status::NotAuthorized, "That is not the key."));
        }
        session.set(Staff);
    }
    if !is_name(&start.name) {
        let rule = "A name has 1 to 24 characters, without spaces.";
        return Err(mego::Error::new(Status::Invalid, rule));
    }
    session.set_user(start.name)
}

/// Everybody who is gone has left.
pub(crate) async fn left(session: Session) {
    if let Some(rooms) = session.state::<Rooms>() {
        rooms.leave_all(&session);
    }
}

/// Whether somebody may be called so. Names go into pages as text, so that `<b>` is as good as any other.
pub(crate) fn is_name(name: &str) -> bool {
    (1..=MAX_NAME).contains(&name.chars().count())
        && !name
            .chars()
            .any(|letter| letter.is_whitespace() || letter.is_control())
}
