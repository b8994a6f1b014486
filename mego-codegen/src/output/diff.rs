//! A few words on how a file differs from what it should be.

/// How many lines of each side are shown.
const SHOWN: usize = 3;

/// The first lines that differ, `-` as they are and `+` as they should be.
pub(super) fn describe(found: &[u8], expected: &str) -> String {
    let Ok(found) = std::str::from_utf8(found) else {
        return "    it is not text".to_owned();
    };
    if found.replace("\r\n", "\n") == expected {
        return "    only its line ends differ: they should be LF".to_owned();
    }
    let old: Vec<&str> = found.lines().collect();
    let new: Vec<&str> = expected.lines().collect();
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let end = old[start..]
        .iter()
        .rev()
        .zip(new[start..].iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let old = &old[start..old.len() - end];
    let new = &new[start..new.len() - end];
    if old.is_empty() && new.is_empty() {
        return "    only the end of its last line differs".to_owned();
    }
    let mut lines = vec![format!("    from line {}:", start + 1)];
    lines.extend(side('-', old));
    lines.extend(side('+', new));
    lines.join("\n")
}

fn side(sign: char, lines: &[&str]) -> Vec<String> {
    let mut shown: Vec<String> = lines
        .iter()
        .take(SHOWN)
        .map(|line| format!("    {sign} {line}"))
        .collect();
    if lines.len() > SHOWN {
        shown.push(format!("    {sign} … {} lines more", lines.len() - SHOWN));
    }
    shown
}
