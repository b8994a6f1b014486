//! Moments and durations.

use std::time::{Duration, SystemTime};

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use jiff::{SignedDuration, Timestamp, civil};
use mego::Millis;

use super::Samples;

/// Moments, days and times of day.
#[mego::data]
pub(super) struct Times {
    utc: DateTime<Utc>,
    offset: DateTime<FixedOffset>,
    timestamp: Timestamp,
    maybe: Option<Timestamp>,
    many: Vec<DateTime<Utc>>,
    day: NaiveDate,
    clock: NaiveTime,
    local: NaiveDateTime,
    civil_day: civil::Date,
    civil_clock: civil::Time,
    civil: civil::DateTime,
}

impl Samples for Times {
    fn samples() -> Vec<(&'static str, Times)> {
        // Whole milliseconds, so that a `Date` can hold them.
        let of = |seconds: i64, millis: u32| {
            let utc =
                DateTime::from_timestamp(seconds, millis * 1_000_000).expect("within the range of years");
            let offset = FixedOffset::east_opt(5 * 3600 + 1800).expect("less than a day");
            let timestamp =
                Timestamp::from_millisecond(seconds * 1000 + i64::from(millis)).expect("likewise");
            let zoned = timestamp.to_zoned(jiff::tz::TimeZone::UTC);
            Times {
                utc,
                offset: utc.with_timezone(&offset),
                timestamp,
                maybe: (millis > 0).then_some(timestamp),
                many: vec![utc, DateTime::UNIX_EPOCH],
                day: utc.date_naive(),
                clock: utc.time(),
                local: utc.naive_utc(),
                civil_day: zoned.date(),
                civil_clock: zoned.time(),
                civil: zoned.datetime(),
            }
        };
        vec![
            ("the epoch", of(0, 0)),
            ("before it", of(-1, 1)),
            ("the last of February", of(1_709_208_000, 999)),
            ("the year 1", of(-62_135_596_800, 0)),
            ("the year 9999", of(253_402_207_199, 500)),
        ]
    }
}

/// Durations.
#[mego::data]
pub(super) struct Durations {
    millis: Millis,
    maybe: Option<Millis>,
    standard: Duration,
    system: SystemTime,
    signed: SignedDuration,
}

impl Samples for Durations {
    fn samples() -> Vec<(&'static str, Durations)> {
        let of = |millis, standard| Durations {
            millis,
            maybe: (millis > Millis::ZERO).then_some(millis),
            standard,
            system: SystemTime::UNIX_EPOCH + standard.min(Duration::from_secs(1 << 40)),
            signed: SignedDuration::new(-5, -1),
        };
        vec![
            ("none", of(Millis::ZERO, Duration::ZERO)),
            ("short", of(Millis::new(1), Duration::from_nanos(1))),
            ("long", of(Millis::MAX, Duration::MAX)),
        ]
    }
}
