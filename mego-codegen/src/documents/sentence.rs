//! Where a sentence ends.
//!
//! A sentence ends after one of 。！？, or after one of . ! ? when white space follows and then no lower-case letter, so
//! that `e.g. this` goes on. Closing quotes and brackets belong to the sentence, and so do further marks as in ？！.

use super::inline::Inline;
use super::width::is_wide;

/// The place behind the first sentence: an index into the text, at its end when it holds one sentence or less.
pub(super) fn first_end(paragraph: &Inline) -> usize {
    let text = paragraph.text();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if let Some(end) = paragraph.opaque_at(at) {
            at = end;
            continue;
        }
        at += c.len_utf8();
        if !is_mark(c) {
            continue;
        }
        let wide = is_wide(c);
        let end = behind_closers(paragraph, at);
        let mut rest = text[end..].chars();
        let ends = match rest.next() {
            None => true,
            Some(_) if wide => true,
            Some(next) if next.is_whitespace() => {
                !rest.find(|c| !c.is_whitespace()).is_some_and(char::is_lowercase)
            }
            Some(_) => false,
        };
        if ends {
            return end;
        }
    }
    text.len()
}

/// Whether nothing follows the first sentence.
pub(super) fn is_one(paragraph: &Inline) -> bool {
    paragraph.text()[first_end(paragraph)..].trim().is_empty()
}

/// A title made from a sentence: without its final 。 or `.`, but with the three dots of an ellipsis.
pub(super) fn as_title(sentence: &str) -> &str {
    let sentence = sentence.trim();
    let bare = sentence.strip_suffix(['。', '.']).unwrap_or(sentence);
    if bare.ends_with('.') { sentence } else { bare }
}

fn is_mark(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '.' | '!' | '?')
}

/// Goes past further marks of the same width, closing quotes and brackets, and what closes emphasis or a link.
fn behind_closers(paragraph: &Inline, mark_end: usize) -> usize {
    let text = paragraph.text();
    let mut end = mark_end;
    while let Some(c) = text[end..].chars().next() {
        let next = end + c.len_utf8();
        let closes = match c {
            '。' | '！' | '？' | '!' | '?' => true,
            // An opening mark stands before a word, a closing one does not; the straight forms look the same.
            '"' => text[..end].matches('"').count() % 2 == 1,
            '\'' | '*' | '_' => ends_word(text[next..].trim_start_matches(['*', '_', '\'', '"'])),
            // The target of a link: `](…)`.
            '(' => text[..end].ends_with(']') && paragraph.opaque_at(end).is_some(),
            _ => is_closing(c),
        };
        if !closes {
            break;
        }
        end = paragraph.opaque_at(end).unwrap_or(next);
    }
    end
}

fn ends_word(rest: &str) -> bool {
    rest.chars()
        .next()
        .is_none_or(|c| c.is_whitespace() || is_closing(c))
}

fn is_closing(c: char) -> bool {
    matches!(
        c,
        ')' | ']'
            | '}'
            | '»'
            | '›'
            | '’'
            | '”'
            | '」'
            | '』'
            | '）'
            | '］'
            | '｝'
            | '】'
            | '》'
            | '〉'
            | '〕'
            | '〗'
            | '〙'
            | '〛'
            | '｠'
            | '｣'
            | '〞'
            | '〟'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> String {
        let paragraph = Inline::plain(text);
        text[..first_end(&paragraph)].to_owned()
    }

    fn one(text: &str) -> bool {
        is_one(&Inline::plain(text))
    }

    #[test]
    fn wide_marks_end_a_sentence_wherever_they_stand() {
        assert_eq!(first("借書。還書。"), "借書。");
        assert_eq!(first("真的嗎？是。"), "真的嗎？");
        assert_eq!(first("好！Then"), "好！");
        assert!(one("國際標準書號。"));
        assert!(one("沒有句號"));
        assert!(!one("書架以編號表示。0 為總館、1 為分館。"));
    }

    #[test]
    fn narrow_marks_need_white_space_and_no_lower_case_letter() {
        assert_eq!(first("One. Two."), "One.");
        assert!(one("Such as e.g. something."));
        assert!(one("Version 1.2 of it."));
        assert!(one("See example.com/a.html for it."));
        assert!(!one("At most 5. 6 is refused."));
        assert_eq!(first("Really? Yes."), "Really?");
        assert_eq!(first("One. 二。"), "One.");
        assert!(one("One.二"));
        assert!(one("Ends with spaces.  "));
    }

    #[test]
    fn closing_quotes_and_brackets_belong_to_the_sentence() {
        assert!(one("他說「好。」"));
        assert_eq!(first("他說「好。」然後走了。"), "他說「好。」");
        assert_eq!(first("（只有一句。）下一句。"), "（只有一句。）");
        assert_eq!(first("(Only one.) Next."), "(Only one.)");
        assert_eq!(first("He said \"yes.\" Then he left."), "He said \"yes.\"");
        assert_eq!(first("He said “yes.” Then he left."), "He said “yes.”");
        assert!(one("He said “yes.” and left."));
        assert_eq!(first("她說\"好。\"然後"), "她說\"好。\"");
        assert_eq!(first("好。\"下一句\""), "好。", "a straight quote may also open");
    }

    #[test]
    fn marks_in_a_row_are_one_end() {
        assert!(one("真的嗎？！"));
        assert_eq!(first("What?! No."), "What?!");
    }

    #[test]
    fn emphasis_closes_only_where_a_word_cannot_begin() {
        assert_eq!(first("**Note.** Next."), "**Note.**");
        assert_eq!(first("注意。**下一句**"), "注意。");
        assert_eq!(first("*注意。* 下一句"), "*注意。*");
    }

    #[test]
    fn code_and_link_targets_hold_no_end() {
        let paragraph = Inline::with_opaque("Calls `a. B` twice. Then.", 6..12);
        assert_eq!(first_end(&paragraph), "Calls `a. B` twice.".len());
        let text = "[看這裡。](https://example.com)下一句";
        let target = text.find("(").unwrap_or(0)..text.find(")").unwrap_or(0) + 1;
        let end = target.end;
        assert_eq!(first_end(&Inline::with_opaque(text, target)), end);
    }

    #[test]
    fn a_title_loses_one_full_stop() {
        assert_eq!(as_title("Create an account."), "Create an account");
        assert_eq!(as_title("借書。"), "借書");
        assert_eq!(as_title("Ready?"), "Ready?");
        assert_eq!(as_title("And so on..."), "And so on...");
        assert_eq!(as_title("他說「好。」"), "他說「好。」");
    }
}
