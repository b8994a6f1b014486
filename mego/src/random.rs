//! Random bits from the operating system, as text.

use std::fmt::Write;

/// 128 bits, for what must not be guessed.
///
/// # Errors
/// When the operating system has no random bits to give.
pub(crate) fn secret() -> Result<u128, getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(u128::from_ne_bytes(bytes))
}

/// A number from 0 to 1, to spread what would otherwise happen at once.
pub(crate) fn fraction() -> f64 {
    f64::from(getrandom::u32().unwrap_or_default()) / f64::from(u32::MAX)
}

/// 64 bits as 16 hexadecimal digits: enough to find one line in a log. Zeros where the operating system has no random
/// bits, for an incident must be answered all the same.
pub(crate) fn incident() -> String {
    let mut bytes = [0; 8];
    let _ = getrandom::fill(&mut bytes);
    hex(&bytes)
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}
