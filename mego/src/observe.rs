//! What is counted. Without the feature `metrics` all of it is nothing.

use tokio::time::Instant;

/// Bytes that have come into the queues for clients, or have left them.
pub(crate) fn queued(_bytes: i64) {}

/// An event was dropped for a slow reader.
pub(crate) fn dropped(_event: &'static str) {}

/// A subscription has a gap of which its client will be told.
pub(crate) fn gap() {}

/// A call was answered.
pub(crate) fn called(_method: &'static str, _code: u16, _received: Instant) {}

/// A call was refused before it reached a method.
pub(crate) fn refused(_code: u16) {}

/// A frame was ignored.
pub(crate) fn ignored() {}
