//! How many columns a text takes, and how lines that are too narrow for it become one again.

use unicode_width::UnicodeWidthChar;

/// Columns of `text` in a terminal or an editor: wide and fullwidth characters (UAX #11) count two, marks that combine
/// with the character before them count nothing.
pub(super) fn columns(text: &str) -> usize {
    text.chars().filter_map(UnicodeWidthChar::width).sum()
}

/// Whether a character is wide or fullwidth (UAX #11 W or F).
pub(super) fn is_wide(c: char) -> bool {
    c.width() == Some(2)
}

/// What stands between two lines of one paragraph when they are joined: a space, or nothing where either neighbour is
/// wide, for Chinese and Japanese are written without spaces.
pub(crate) fn joint(before: &str, after: &str) -> &'static str {
    // A combining mark is as wide as what it stands on, so the neighbour is the character that takes columns.
    let visible = |c: &char| c.width() != Some(0);
    let wide_before = before.chars().rev().find(visible).is_some_and(is_wide);
    let wide_after = after.chars().find(visible).is_some_and(is_wide);
    if before.is_empty() || after.is_empty() || wide_before || wide_after {
        ""
    } else {
        " "
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_count_two() {
        assert_eq!(columns("abc"), 3);
        assert_eq!(columns("小說"), 4);
        assert_eq!(columns("ＡＢ"), 4);
        assert_eq!(columns("e\u{301}"), 1);
        assert_eq!(columns("…"), 1, "ambiguous characters are narrow");
    }

    #[test]
    fn latin_lines_are_joined_by_a_space() {
        assert_eq!(joint("one", "two"), " ");
        assert_eq!(joint("one.", "Two"), " ");
    }

    #[test]
    fn a_wide_neighbour_on_either_side_needs_no_space() {
        assert_eq!(joint("小說", "外借"), "");
        assert_eq!(joint("小說", "API"), "");
        assert_eq!(joint("API", "小說"), "");
        assert_eq!(joint("句號。", "Next"), "");
        assert_eq!(joint("，", "a"), "");
    }

    #[test]
    fn a_combining_mark_is_as_wide_as_its_base() {
        assert_eq!(joint("か\u{3099}", "a"), "");
        assert_eq!(joint("e\u{301}", "a"), " ");
    }

    #[test]
    fn nothing_is_put_beside_an_empty_line() {
        assert_eq!(joint("", "a"), "");
        assert_eq!(joint("a", ""), "");
    }
}
