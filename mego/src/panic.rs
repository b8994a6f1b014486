//! What a panic said.

use std::any::Any;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::failure::Failure;

/// A panic that was caught.
#[derive(Debug)]
pub(crate) struct Panic(String);

impl Panic {
    pub(crate) fn new(payload: Box<dyn Any + Send>) -> Panic {
        let text = payload
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| payload.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "no message".to_owned());
        // The payload is a value of the handler's, and may panic once more.
        let _ = catch_unwind(AssertUnwindSafe(|| drop(payload)));
        Panic(text)
    }

    pub(crate) fn text(&self) -> &str {
        &self.0
    }

    /// The answer of the call: an incident that the log explains.
    pub(crate) fn failure(&self, what: &dyn fmt::Display) -> Failure {
        Failure::internal(&format_args!("{what} panicked: {}", self.0))
    }
}
