//! Random bits from the operating system, as text.

use std::fmt::Write;

/// 128 bits as 32 hexadecimal digits, for what must not be guessed.
///
/// # Errors
/// When the operating system has no random bits to give.
pub(crate) fn secret() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(hex(&bytes))
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
