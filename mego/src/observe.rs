//! What is counted. Without the feature `metrics` all of it is nothing.
//!
//! The documentation of the crate tells the names to those who run a server.

#[cfg(feature = "metrics")]
pub(crate) use self::counted::{
    called, closed, connections, dropped, gap, ignored, malformed, queued, refused, subscriptions,
};
#[cfg(not(feature = "metrics"))]
pub(crate) use self::uncounted::{
    called, closed, connections, dropped, gap, ignored, malformed, queued, refused, subscriptions,
};

#[cfg(feature = "metrics")]
mod counted {
    use metrics::{counter, gauge, histogram};
    use tokio::time::Instant;

    use crate::Status;
    use crate::wire::CloseCode;

    /// Connections that have come, or gone.
    pub(crate) fn connections(change: f64) {
        gauge!("mego_connections").increment(change);
    }

    /// Subscriptions that have begun, or ended.
    pub(crate) fn subscriptions(change: f64) {
        gauge!("mego_subscriptions").increment(change);
    }

    /// A connection was closed by the server.
    pub(crate) fn closed(code: CloseCode) {
        counter!("mego_closed_total", "code" => code.to_string()).increment(1);
    }

    /// A call was answered.
    pub(crate) fn called(method: &'static str, code: u16, received: Instant) {
        counter!("mego_calls_total", "method" => method, "status" => status(code)).increment(1);
        histogram!("mego_call_seconds", "method" => method).record(received.elapsed().as_secs_f64());
    }

    /// A call was refused before it reached a method.
    pub(crate) fn refused(code: u16) {
        counter!("mego_refused_total", "status" => status(code)).increment(1);
    }

    fn status(code: u16) -> String {
        Status::from_code(code).map_or_else(|| code.to_string(), |status| status.to_string())
    }

    /// Bytes that have come into the queues of events, or have left them.
    #[allow(clippy::cast_precision_loss)] // a queue of 2^52 bytes has other troubles
    pub(crate) fn queued(bytes: i64) {
        if bytes != 0 {
            gauge!("mego_queue_bytes").increment(bytes as f64);
        }
    }

    /// An event was dropped for a slow reader.
    pub(crate) fn dropped(event: &'static str) {
        counter!("mego_events_dropped_total", "event" => event).increment(1);
    }

    /// A subscription has a gap of which its client will be told.
    pub(crate) fn gap() {
        counter!("mego_gaps_total").increment(1);
    }

    /// A message was malformed.
    pub(crate) fn malformed(reason: &'static str) {
        counter!("mego_malformed_total", "reason" => reason).increment(1);
    }

    /// A frame was ignored: of a kind that this version does not know, or an answer to what is over.
    pub(crate) fn ignored() {
        counter!("mego_ignored_frames_total").increment(1);
    }
}

#[cfg(not(feature = "metrics"))]
mod uncounted {
    use tokio::time::Instant;

    use crate::wire::CloseCode;

    pub(crate) fn connections(_: f64) {}
    pub(crate) fn subscriptions(_: f64) {}
    pub(crate) fn closed(_: CloseCode) {}
    #[inline]
    pub(crate) fn called(_: &'static str, _: u16, _: Instant) {}
    pub(crate) fn refused(_: u16) {}
    #[inline]
    pub(crate) fn queued(_: i64) {}
    pub(crate) fn dropped(_: &'static str) {}
    pub(crate) fn gap() {}
    pub(crate) fn malformed(_: &'static str) {}
    pub(crate) fn ignored() {}
}
