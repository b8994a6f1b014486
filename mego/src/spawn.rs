//! Handlers that keep the processor busy, on tasks of their own.

use std::panic;

use crate::call::Answer;
use crate::method::Running;

/// Runs a handler on a task of its own, so that it holds up nobody else on its connection. The task ends when the call
/// does: a call that is dropped aborts it, and its panic is the call's panic.
pub(crate) async fn on_a_task_of_its_own(running: Running) -> Answer {
    let mut task = AbortOnDrop(tokio::spawn(running));
    match (&mut task.0).await {
        Ok(answer) => answer,
        Err(error) => match error.try_into_panic() {
            Ok(payload) => panic::resume_unwind(payload),
            // Only we abort it, in `drop`, and then nobody awaits it; or the runtime is shutting down.
            Err(_) => std::future::pending().await,
        },
    }
}

struct AbortOnDrop(tokio::task::JoinHandle<Answer>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}
