//! What people wrote, as text that can stand in any file.

/// Line ends become LF, and characters that are neither seen nor break a line go.
pub(super) fn prose(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    text.chars()
        .filter_map(|letter| match letter {
            '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
            '\n' | '\t' => Some(letter),
            letter if letter.is_control() => None,
            letter => Some(letter),
        })
        .collect()
}

/// The same in one line.
pub(super) fn line(text: &str) -> String {
    prose(text).split_whitespace().collect::<Vec<_>>().join(" ")
}
