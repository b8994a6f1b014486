//! How the connection of a client fares.

use std::time::Duration;

use crate::random;
use crate::wire::CloseCode;

/// How the connection of a client fares: [`Client::state`](super::Client::state).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConnectionState {
    /// The first connection is on its way.
    Connecting,
    /// The server has said welcome.
    Connected,
    /// The connection was lost, and the client comes back by itself.
    Reconnecting {
        /// How it was lost, or why the last attempt failed.
        reason: String,
    },
    /// There is no connection and will be none: the client was closed, or the server does not want it back.
    Closed {
        /// How it ended.
        reason: String,
        /// The server's close code, if it said one.
        code: Option<CloseCode>,
    },
}

/// What becomes of calls that are made while there is no connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhenOffline {
    /// They wait for a connection, 30 s at the most.
    #[default]
    Queue,
    /// They fail at once, with [`Disconnected`](super::CallError::Disconnected).
    Fail,
}

/// How long a client waits before its next attempt to connect: a random time up to `first`, then up to twice that, and so
/// on up to `max`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BackOff {
    pub(crate) first: Duration,
    pub(crate) max: Duration,
}

impl Default for BackOff {
    /// As PROTOCOL.md says in section 8.
    fn default() -> BackOff {
        BackOff {
            first: Duration::from_millis(250),
            max: Duration::from_secs(30),
        }
    }
}

impl BackOff {
    pub(crate) fn wait(self, attempt: u32) -> Duration {
        let longest = self.first.saturating_mul(1 << attempt.min(20)).min(self.max);
        longest.mul_f64(random::fraction())
    }
}

/// Whether a client comes back after this close code. By its range, for a code that is not known.
pub(crate) fn comes_back(code: Option<CloseCode>) -> bool {
    match code {
        None => true,
        Some(CloseCode(code)) => {
            matches!(code, 1001 | 1005 | 1006 | 1011..=1013 | 4000..=4399 | 4800..=4899)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_range_of_a_close_code_decides() {
        for code in [1001, 1011, 1012, 1013, 4001, 4006, 4399, 4800, 4899] {
            assert!(comes_back(Some(CloseCode(code))), "{code}");
        }
        for code in [
            1000, 1002, 1003, 1007, 1009, 3000, 4400, 4401, 4403, 4799, 4900, 4999,
        ] {
            assert!(!comes_back(Some(CloseCode(code))), "{code}");
        }
        assert!(comes_back(None));
    }

    #[test]
    fn waits_grow_and_are_spread() {
        let back_off = BackOff::default();
        for (attempt, longest) in [(0, 250), (1, 500), (6, 16_000), (7, 30_000), (90, 30_000)] {
            let waits: Vec<_> = (0..200).map(|_| back_off.wait(attempt)).collect();
            let longest = Duration::from_millis(longest);
            assert!(waits.iter().all(|wait| *wait <= longest));
            assert!(waits.iter().any(|wait| *wait < longest / 2), "{attempt}");
            assert!(waits.iter().any(|wait| *wait > longest / 2), "{attempt}");
        }
    }
}
