//! `State<T>`: what the engine was given.

use std::ops::Deref;

use super::Arg;
use crate::call::Call;
use crate::contract::Declarations;
use crate::error::Error;

/// A clone of the value that [`Engine::state`](crate::Engine::state) was given for `T`. An engine that lacks it does not
/// start.
///
/// ```
/// use std::sync::Arc;
/// use std::sync::atomic::{AtomicU32, Ordering};
/// use mego::prelude::*;
///
/// #[derive(Clone, Default)]
/// struct Counter(Arc<AtomicU32>);
///
/// #[mego::method]
/// async fn next(State(counter): State<Counter>) -> u32 {
///     counter.0.fetch_add(1, Ordering::Relaxed)
/// }
///
/// let engine = Engine::new().state(Counter::default()).register(methods![next]);
/// # engine.contract()?;
/// # Ok::<(), mego::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct State<T>(pub T);

impl<T> Deref for State<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Clone + Send + Sync + 'static> Arg for State<T> {
    async fn extract(call: &mut Call) -> Result<State<T>, Error> {
        call.state().map(State).ok_or_else(|| {
            // The engine does not start without it.
            Error::internal(format!(
                "there is no state of type {}",
                std::any::type_name::<T>()
            ))
        })
    }

    fn declare(declarations: &mut Declarations) {
        declarations.state::<T>();
    }
}
