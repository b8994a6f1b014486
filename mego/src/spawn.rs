//! Handlers that keep the processor busy, on threads of their own.

use std::panic;

use futures_util::future::{AbortHandle, Abortable, Aborted};
use tokio::runtime::Handle;

use crate::reply::Reply;
use crate::running::Running;

/// Runs a handler on a thread of tokio's pool for blocking work. On the threads that drive sockets a few of them would
/// hold up everybody.
///
/// A call that is dropped ends the handler where it next awaits; a handler that never awaits runs to its end, unheard.
/// Its panic is the call's panic.
pub(crate) async fn on_a_thread_of_its_own(running: Running) -> Reply {
    let (abort, registration) = AbortHandle::new_pair();
    let _abort = AbortOnDrop(abort);
    let runtime = Handle::current();
    let thread = tokio::task::spawn_blocking(move || runtime.block_on(Abortable::new(running, registration)));
    match thread.await {
        Ok(Ok(reply)) => reply,
        // Only `AbortOnDrop` aborts it, and then nobody awaits it.
        Ok(Err(Aborted)) => std::future::pending().await,
        Err(error) => match error.try_into_panic() {
            Ok(payload) => panic::resume_unwind(payload),
            // The runtime is shutting down.
            Err(_) => std::future::pending().await,
        },
    }
}

struct AbortOnDrop(AbortHandle);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}
