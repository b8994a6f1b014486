//! One room: who is in it, and what was said last.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;
use mego::Session;

use crate::events::{MemberChange, Message};

/// Messages that a room remembers.
const MAX_HISTORY: usize = 50;

/// Sessions that may be in one room.
pub(crate) const MAX_MEMBERS: usize = 256;

/// A room. A person is a name: one who is here in two tabs comes with the first and leaves with the last.
pub(crate) struct Room {
    pub(crate) is_private: bool,
    /// The lasting ones stay when nobody is in them.
    pub(crate) is_lasting: bool,
    /// When somebody was in it last.
    pub(crate) used: Instant,
    members: HashMap<Session, Arc<str>>,
    messages: VecDeque<Message>,
    last_id: u32,
}

impl Room {
    pub(crate) fn new(is_private: bool, is_lasting: bool) -> Room {
        Room {
            is_private,
            is_lasting,
            used: Instant::now(),
            members: HashMap::new(),
            messages: VecDeque::new(),
            last_id: 0,
        }
    }

    /// The names of those who are here, in order.
    pub(crate) fn names(&self) -> BTreeSet<&str> {
        self.members.values().map(AsRef::as_ref).collect()
    }

    pub(crate) fn name_of(&self, session: &Session) -> Option<&Arc<str>> {
        self.members.get(session)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    pub(crate) fn is_full(&self) -> bool {
        self.members.len() >= MAX_MEMBERS
    }

    fn has(&self, name: &str) -> bool {
        self.members.values().any(|member| **member == *name)
    }

    /// Lets a session in. Nothing has changed for others if its name is here already.
    pub(crate) fn join(&mut self, session: &Session, name: Arc<str>) -> Option<MemberChange> {
        let change = (!self.has(&name)).then(|| MemberChange::Joined {
            name: name.as_ref().to_owned(),
        });
        self.members.insert(session.clone(), name);
        change
    }

    /// Lets a session out, if it is here.
    pub(crate) fn leave(&mut self, session: &Session) -> Option<MemberChange> {
        let name = self.members.remove(session)?;
        self.used = Instant::now();
        (!self.has(&name)).then(|| MemberChange::Left {
            name: name.as_ref().to_owned(),
        })
    }

    /// Calls a session otherwise, if it is here.
    pub(crate) fn rename(&mut self, session: &Session, to: &Arc<str>) -> Option<MemberChange> {
        let from = self.members.get(session)?.clone();
        let was_here = self.has(to);
        self.members.insert(session.clone(), Arc::clone(to));
        let is_here = self.has(&from);
        let (from, to) = (from.as_ref().to_owned(), to.as_ref().to_owned());
        match (is_here, was_here) {
            (false, false) => Some(MemberChange::Renamed { from, to }),
            (false, true) => Some(MemberChange::Left { name: from }),
            (true, false) => Some(MemberChange::Joined { name: to }),
            (true, true) => None,
        }
    }

    /// Remembers what was said.
    pub(crate) fn say(&mut self, author: String, text: String) -> &Message {
        if self.messages.len() == MAX_HISTORY {
            self.messages.pop_front();
        }
        self.last_id = self.last_id.wrapping_add(1);
        self.messages.push_back(Message {
            id: self.last_id,
            author,
            text,
            sent_at: Timestamp::now(),
        });
        &self.messages[self.messages.len() - 1]
    }

    /// What was said last, the oldest first.
    pub(crate) fn history(&self) -> Vec<Message> {
        self.messages.iter().cloned().collect()
    }
}
