//! A duration that is a number on the wire.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A duration as a whole number of milliseconds: an integer on the wire, a `number` in TypeScript.
///
/// A [`Duration`] is two fields to serde, seconds and nanoseconds, so clients would have to take it apart. `Millis` is what
/// `setTimeout` takes and what the difference of two `Date.now()` is. It holds at most [`Millis::MAX`], 2^53 − 1, which is
/// 285,616 years: beyond that, a `number` would no longer be exact.
///
/// ```
/// use std::time::Duration;
/// use mego::Millis;
///
/// let timeout = Millis::from_secs(30);
/// assert_eq!(Duration::from(timeout), Duration::from_secs(30));
/// // Less than a millisecond is cut off.
/// assert_eq!(Millis::try_from(Duration::from_micros(2_900))?, Millis::new(2));
/// # Ok::<(), mego::MillisError>(())
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Millis(u64);

impl Millis {
    /// Nothing.
    pub const ZERO: Millis = Millis(0);

    /// The longest duration: 2^53 − 1 milliseconds, the greatest integer that a `number` holds with all below it.
    pub const MAX: Millis = Millis((1 << 53) - 1);

    /// A number of milliseconds; [`Millis::MAX`] if there are more of them.
    #[must_use]
    pub const fn new(millis: u64) -> Millis {
        if millis > Millis::MAX.0 {
            Millis::MAX
        } else {
            Millis(millis)
        }
    }

    /// A number of seconds; [`Millis::MAX`] if there are more of them.
    #[must_use]
    pub const fn from_secs(secs: u64) -> Millis {
        Millis::new(secs.saturating_mul(1000))
    }

    /// How many milliseconds it is.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }
}

/// As a duration: `1.5s`.
impl fmt::Debug for Millis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Duration::from(*self).fmt(f)
    }
}

impl From<Millis> for Duration {
    fn from(millis: Millis) -> Duration {
        Duration::from_millis(millis.0)
    }
}

/// What is less than a millisecond is cut off.
impl TryFrom<Duration> for Millis {
    type Error = MillisError;

    fn try_from(duration: Duration) -> Result<Millis, MillisError> {
        u64::try_from(duration.as_millis())
            .ok()
            .and_then(checked)
            .ok_or(MillisError(()))
    }
}

fn checked(millis: u64) -> Option<Millis> {
    (millis <= Millis::MAX.0).then_some(Millis(millis))
}

/// A duration is longer than [`Millis::MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MillisError(());

impl fmt::Display for MillisError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the duration is longer than 2^53 − 1 milliseconds")
    }
}

impl std::error::Error for MillisError {}

impl Serialize for Millis {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.0)
    }
}

impl<'de> Deserialize<'de> for Millis {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Millis, D::Error> {
        deserializer.deserialize_u64(MillisVisitor)
    }
}

struct MillisVisitor;

impl Visitor<'_> for MillisVisitor {
    type Value = Millis;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a duration in whole milliseconds, at most 2^53 − 1")
    }

    fn visit_u64<E: de::Error>(self, millis: u64) -> Result<Millis, E> {
        checked(millis).ok_or_else(|| E::invalid_value(Unexpected::Unsigned(millis), &self))
    }

    fn visit_i64<E: de::Error>(self, millis: i64) -> Result<Millis, E> {
        u64::try_from(millis)
            .ok()
            .and_then(checked)
            .ok_or_else(|| E::invalid_value(Unexpected::Signed(millis), &self))
    }
}

impl JsonSchema for Millis {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Millis".into()
    }

    fn schema_id() -> Cow<'static, str> {
        "mego::Millis".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "integer",
            "minimum": 0,
            "maximum": Millis::MAX.0,
            "x-mego": "millis"
        })
    }
}
