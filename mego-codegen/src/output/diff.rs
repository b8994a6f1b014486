//! A few words on how a file differs from what it should be.

use similar::{ChangeTag, TextDiff};

/// How many lines that differ are shown of one file.
const SHOWN: usize = 6;

/// How many letters of a line are shown.
const WIDTH: usize = 120;

/// The first lines that differ, `-` as they are and `+` as they should be.
pub(super) fn describe(found: &[u8], expected: &str) -> String {
    let Ok(found) = std::str::from_utf8(found) else {
        return "    it is not text".to_owned();
    };
    if found.replace("\r\n", "\n") == expected {
        return "    only its line ends differ: they should be LF".to_owned();
    }
    if found.trim_end() == expected.trim_end() {
        return "    only the end of its last line differs".to_owned();
    }
    let diff = TextDiff::from_lines(found, expected);
    let mut lines = Vec::new();
    let mut count = 0;
    let mut next = None;
    for change in diff.iter_all_changes() {
        let (sign, index) = match change.tag() {
            ChangeTag::Equal => continue,
            ChangeTag::Delete => ('-', change.old_index()),
            ChangeTag::Insert => ('+', change.new_index()),
        };
        count += 1;
        if count > SHOWN {
            continue;
        }
        let index = index.unwrap_or_default();
        if next != Some((sign, index)) && (sign == '-' || next.is_none_or(|(before, _)| before == '+')) {
            lines.push(format!("    from line {}:", index + 1));
        }
        lines.push(format!("    {sign} {}", shortened(change.value().trim_end())));
        next = Some((sign, index + 1));
    }
    if count > SHOWN {
        lines.push(format!("    … {} more lines differ", count - SHOWN));
    }
    lines.join("\n")
}

fn shortened(line: &str) -> String {
    match line.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}
