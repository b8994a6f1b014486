//! Who is connected: sessions by their id, by their user and by their address.

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::Status;
use crate::error::{Error, Result};
use crate::session::Session;

#[derive(Default)]
pub(crate) struct Directory(Mutex<Index>);

#[derive(Default)]
struct Index {
    sessions: HashMap<u128, Session>,
    users: HashMap<Arc<str>, HashSet<u128>>,
    addresses: HashMap<IpAddr, usize>,
}

impl Directory {
    fn lock(&self) -> MutexGuard<'_, Index> {
        // Nothing of the user's runs under the lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Enters a session.
    pub(crate) fn enter(&self, session: &Session) {
        self.lock().sessions.insert(session.key(), session.clone());
    }

    /// Forgets a session; the caller holds another reference to it.
    pub(crate) fn leave(&self, key: u128, user: Option<&Arc<str>>) {
        let mut index = self.lock();
        index.sessions.remove(&key);
        if let Some(user) = user {
            index.leave_user(user, key);
        }
        shrink(&mut index.sessions);
    }

    pub(crate) fn move_user(
        &self,
        key: u128,
        from: Option<&Arc<str>>,
        to: Option<&Arc<str>>,
        max: usize,
    ) -> Result<()> {
        let mut index = self.lock();
        if let Some(user) = to {
            let sessions = index.users.entry(Arc::clone(user)).or_default();
            if sessions.len() >= max {
                let text = format!("the user has {max} sessions already, the limit");
                return Err(Error::new(Status::ResourceExhausted, text));
            }
            sessions.insert(key);
        }
        if let Some(user) = from {
            index.leave_user(user, key);
        }
        Ok(())
    }

    pub(crate) fn find(&self, key: u128) -> Option<Session> {
        self.lock().sessions.get(&key).cloned()
    }

    pub(crate) fn all(&self) -> Vec<Session> {
        self.lock().sessions.values().cloned().collect()
    }

    pub(crate) fn count(&self) -> usize {
        self.lock().sessions.len()
    }

    pub(crate) fn of_user(&self, user: &str) -> Vec<Session> {
        let index = self.lock();
        let keys = index.users.get(user).into_iter().flatten();
        keys.filter_map(|key| index.sessions.get(key).cloned()).collect()
    }

    /// Counts a connection from this address, unless there are as many as `max`. It counts until it is dropped.
    pub(crate) fn arrive(self: &Arc<Directory>, address: IpAddr, max: usize) -> Option<Arrival> {
        let mut index = self.lock();
        let count = index.addresses.entry(address).or_default();
        if *count >= max {
            return None;
        }
        *count += 1;
        Some(Arrival {
            directory: Arc::clone(self),
            address,
        })
    }
}

impl Index {
    fn leave_user(&mut self, user: &Arc<str>, key: u128) {
        if let Some(sessions) = self.users.get_mut(user) {
            sessions.remove(&key);
            if sessions.is_empty() {
                self.users.remove(user);
                shrink(&mut self.users);
            }
        }
    }
}

/// One connection of an address.
pub(crate) struct Arrival {
    directory: Arc<Directory>,
    address: IpAddr,
}

impl Drop for Arrival {
    fn drop(&mut self) {
        let mut index = self.directory.lock();
        if let Some(count) = index.addresses.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                index.addresses.remove(&self.address);
                shrink(&mut index.addresses);
            }
        }
    }
}

/// A map that had to grow for a rush of clients gives the memory back when they are gone.
pub(crate) fn shrink<K: Eq + std::hash::Hash, V>(map: &mut HashMap<K, V>) {
    if map.capacity() > 64 && map.len() * 4 < map.capacity() {
        map.shrink_to(map.len() * 2);
    }
}
