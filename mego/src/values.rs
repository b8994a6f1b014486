//! Values by type and by name, for the length of a session or of a call.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Most sessions and calls hold none, so that nothing is allocated until the first.
#[derive(Default)]
pub(crate) struct Values(Mutex<Option<Box<Map>>>);

type Map = HashMap<Key, Arc<dyn Any + Send + Sync>>;

/// Where a value is kept.
#[derive(PartialEq, Eq, Hash)]
pub(crate) enum Key {
    Type(TypeId),
    Name(Box<str>),
}

impl Key {
    pub(crate) fn of<T: 'static>() -> Key {
        Key::Type(TypeId::of::<T>())
    }
}

impl From<&str> for Key {
    fn from(name: &str) -> Key {
        Key::Name(name.into())
    }
}

impl Values {
    fn lock(&self) -> MutexGuard<'_, Option<Box<Map>>> {
        // Nothing of the user's runs under the lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn set<T: Clone + Send + Sync + 'static>(&self, key: Key, value: T) -> Option<T> {
        let old = self.lock().get_or_insert_default().insert(key, Arc::new(value));
        own(old)
    }

    pub(crate) fn get<T: Clone + Send + Sync + 'static>(&self, key: &Key) -> Option<T> {
        let value = self.lock().as_ref()?.get(key).cloned();
        own(value)
    }

    pub(crate) fn remove<T: Clone + Send + Sync + 'static>(&self, key: &Key) -> Option<T> {
        let mut values = self.lock();
        let map = values.as_mut()?;
        // Kept under a name, it may be of another type, and then it stays.
        if !map.get(key)?.is::<T>() {
            return None;
        }
        let old = map.remove(key);
        drop(values);
        own(old)
    }
}

/// The value itself. It is cloned outside of the lock: a `Clone` of the user's may come back here.
fn own<T: Clone + Send + Sync + 'static>(value: Option<Arc<dyn Any + Send + Sync>>) -> Option<T> {
    value
        .and_then(|value| value.downcast::<T>().ok())
        .map(Arc::unwrap_or_clone)
}
