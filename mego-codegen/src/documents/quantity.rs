//! Sizes and durations, as a reader would say them.

use super::labels::{Phrase, Units};

/// A number of bytes: `5 MiB`, `64 KiB`, `1500 bytes`. It is never rounded.
pub(super) fn size(units: &Units, bytes: u64) -> String {
    let binary = [(30, "GiB"), (20, "MiB"), (10, "KiB")];
    match binary
        .iter()
        .find(|(power, _)| bytes > 0 && bytes.is_multiple_of(1 << power))
    {
        Some((power, unit)) => format!("{} {unit}", bytes >> power),
        None => counted(&units.bytes, bytes),
    }
}

/// A number of milliseconds: `30 seconds`, `2 minutes`, `1500 milliseconds`. It is never rounded.
pub(super) fn duration(units: &Units, ms: u64) -> String {
    let longer = [
        (3_600_000, &units.hours),
        (60_000, &units.minutes),
        (1_000, &units.seconds),
    ];
    match longer
        .iter()
        .find(|(length, _)| ms > 0 && ms.is_multiple_of(*length))
    {
        Some((length, unit)) => counted(unit, ms / length),
        None => counted(&units.milliseconds, ms),
    }
}

fn counted(unit: &Phrase, count: u64) -> String {
    unit.with(&[("value", &count.to_string())])
}

#[cfg(test)]
mod tests {
    use crate::documents::Labels;

    use super::*;

    #[test]
    fn the_largest_unit_that_is_exact_is_taken() {
        let en = Labels::built_in("en").unwrap();
        for (bytes, expected) in [
            (0, "0 bytes"),
            (1, "1 byte"),
            (1_024, "1 KiB"),
            (1_500, "1500 bytes"),
            (5 << 20, "5 MiB"),
            (1_536 << 10, "1536 KiB"),
            (2 << 30, "2 GiB"),
        ] {
            assert_eq!(size(&en.units, bytes), expected);
        }
        let zh = Labels::built_in("zh-TW").unwrap();
        for (ms, english, chinese) in [
            (500, "500 milliseconds", "500 毫秒"),
            (1_000, "1 second", "1 秒"),
            (90_000, "90 seconds", "90 秒"),
            (120_000, "2 minutes", "2 分鐘"),
            (3_600_000, "1 hour", "1 小時"),
        ] {
            assert_eq!(duration(&en.units, ms), english);
            assert_eq!(duration(&zh.units, ms), chinese);
        }
    }
}
