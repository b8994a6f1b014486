//! Names in messages.

/// Mentions of one message that count.
const MAX_MENTIONS: usize = 5;

/// The names that stand in a text with an `@` before them, each once.
pub(crate) fn mentions(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for word in text.split_whitespace() {
        let name = word.strip_prefix('@').unwrap_or_default();
        let name = name.trim_end_matches(['.', ',', ';', ':', '!', '?']);
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names.truncate(MAX_MENTIONS);
    names
}
