//! Values by type, for the length of a session.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Most sessions hold none, so that nothing is allocated until the first.
#[derive(Default)]
pub(super) struct Values(Mutex<Option<Box<Map>>>);

type Map = HashMap<TypeId, Arc<dyn Any + Send + Sync>>;

impl Values {
    fn lock(&self) -> MutexGuard<'_, Option<Box<Map>>> {
        // A clone that panicked left the map as it was.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn insert<T: Clone + Send + Sync + 'static>(&self, value: T) -> Option<T> {
        let old = self
            .lock()
            .get_or_insert_default()
            .insert(TypeId::of::<T>(), Arc::new(value));
        own(old)
    }

    pub(super) fn get<T: Clone + Send + Sync + 'static>(&self) -> Option<T> {
        let value = self.lock().as_ref()?.get(&TypeId::of::<T>()).cloned();
        own(value)
    }

    pub(super) fn remove<T: Clone + Send + Sync + 'static>(&self) -> Option<T> {
        let old = self.lock().as_mut()?.remove(&TypeId::of::<T>());
        own(old)
    }
}

/// The value itself. It is cloned outside of the lock: a `Clone` of the user's may come back here.
fn own<T: Clone + Send + Sync + 'static>(value: Option<Arc<dyn Any + Send + Sync>>) -> Option<T> {
    value
        .and_then(|value| value.downcast::<T>().ok())
        .map(Arc::unwrap_or_clone)
}
