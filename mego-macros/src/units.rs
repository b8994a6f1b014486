//! Durations and sizes as people write them.

use syn::LitStr;

const TIMES: &[(&str, u64)] = &[("ms", 1), ("s", 1000), ("min", 60_000), ("h", 3_600_000)];

const SIZES: &[(&str, u64)] = &[
    ("B", 1),
    ("kB", 1000),
    ("KiB", 1 << 10),
    ("MB", 1_000_000),
    ("MiB", 1 << 20),
];

/// `"5s"` in milliseconds.
pub(crate) fn milliseconds(text: &LitStr) -> syn::Result<u64> {
    parse(
        text,
        TIMES,
        "a duration such as \"500ms\", \"5s\", \"2min\" or \"1h\"",
    )
}

/// `"64KiB"` in bytes.
pub(crate) fn bytes(text: &LitStr) -> syn::Result<u64> {
    parse(text, SIZES, "a size such as \"512B\", \"64KiB\" or \"1MiB\"")
}

fn parse(text: &LitStr, units: &[(&str, u64)], expected: &str) -> syn::Result<u64> {
    let value = text.value();
    let digits = value.len() - value.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = value.split_at(digits);
    let factor = units
        .iter()
        .find(|(name, _)| *name == unit.trim())
        .map(|(_, factor)| factor);
    number
        .parse::<u64>()
        .ok()
        .zip(factor)
        .and_then(|(number, factor)| number.checked_mul(*factor))
        .filter(|value| *value > 0)
        .ok_or_else(|| syn::Error::new(text.span(), format!("expected {expected}")))
}
