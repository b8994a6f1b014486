//! A built engine: what every connection shares, and never changes.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt;
use std::hash::BuildHasherDefault;
use std::sync::Arc;

use crate::fnv::Fnv;
use crate::handle::{Handle, Hub};
use crate::hooks::Hooks;
use crate::limits::Limits;
use crate::method::Entry;

/// The state that methods ask for, by type.
pub(crate) type States = HashMap<TypeId, Box<dyn Any + Send + Sync>>;

/// The methods by their names on the wire. The default hash takes several times as long for names as short as these. It
/// protects against keys that are chosen to collide; these are the program's own, and what a client sends is looked up and
/// never inserted.
pub(crate) type ByName = HashMap<&'static str, usize, BuildHasherDefault<Fnv>>;

pub(crate) struct Server {
    pub(crate) hub: Arc<Hub>,
    pub(crate) limits: Limits,
    /// The hash of the contract, for Welcome.
    pub(crate) contract: String,
    pub(crate) states: States,
    pub(crate) methods: Vec<Entry>,
    pub(crate) by_name: ByName,
    /// What answers calls of methods that do not exist, where that is more than a refusal.
    pub(crate) unknown: Option<usize>,
    pub(crate) hooks: Hooks,
}

impl Server {
    /// A server without methods, on which methods declare themselves.
    pub(crate) fn empty() -> Server {
        Server {
            hub: Arc::default(),
            limits: Limits::default(),
            contract: String::new(),
            states: States::new(),
            methods: Vec::new(),
            by_name: ByName::default(),
            unknown: None,
            hooks: Hooks::default(),
        }
    }

    pub(crate) fn handle(&self) -> Handle {
        Handle::new(Arc::clone(&self.hub))
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    pub(crate) fn methods(&self) -> &[Entry] {
        &self.methods
    }

    #[inline]
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    pub(crate) fn state<T: Clone + 'static>(&self) -> Option<T> {
        self.states.get(&TypeId::of::<T>())?.downcast_ref::<T>().cloned()
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("methods", &self.methods.len())
            .finish_non_exhaustive()
    }
}
