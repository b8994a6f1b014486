//! The blocks of a doc comment, and the lines they become.

use pulldown_cmark::Alignment;

use super::inline::Inline;

/// A block of Markdown.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Block {
    /// A paragraph, on one line.
    Paragraph(Inline),
    /// A heading of any level.
    Heading(Inline),
    /// Code with its language, which may be empty.
    Code(String, String),
    /// Items, the number of the first one if they are numbered, and whether they follow one another without blank lines.
    List {
        start: Option<u64>,
        tight: bool,
        items: Vec<Vec<Block>>,
    },
    /// A quote.
    Quote(Vec<Block>),
    /// A table: its first row is the head.
    Table(Vec<Alignment>, Vec<Vec<String>>),
    /// A line across.
    Rule,
}

/// The lines of some blocks, with a blank line between one and the next.
pub(crate) fn lines(blocks: &[Block]) -> Vec<String> {
    joined(blocks, true)
}

fn joined(blocks: &[Block], apart: bool) -> Vec<String> {
    let mut lines = Vec::new();
    for block in blocks {
        if apart && !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(block.lines());
    }
    lines
}

impl Block {
    fn lines(&self) -> Vec<String> {
        match self {
            Block::Paragraph(text) => vec![escape_start(text.text())],
            Block::Heading(text) if text.text().contains("**") => vec![escape_start(text.text())],
            Block::Heading(text) => vec![format!("**{}**", text.text().trim())],
            Block::Code(language, code) => fenced(language, code),
            Block::Quote(blocks) => prefixed(&lines(blocks), "> ", "> "),
            Block::Rule => vec!["---".to_owned()],
            Block::Table(alignments, rows) => table(alignments, rows),
            Block::List { start, tight, items } => {
                let mut lines = Vec::new();
                for (number, item) in (start.unwrap_or(0)..).zip(items) {
                    // Mego's own lists begin with `+`, so that an author's list never runs into them.
                    let marker = if start.is_some() {
                        format!("{number}. ")
                    } else {
                        "- ".to_owned()
                    };
                    if !tight && !lines.is_empty() {
                        lines.push(String::new());
                    }
                    lines.extend(prefixed(
                        &joined(item, !tight),
                        &marker,
                        &" ".repeat(marker.len()),
                    ));
                }
                lines
            }
        }
    }
}

/// The lines of a fence that its content cannot close.
pub(crate) fn fenced(language: &str, code: &str) -> Vec<String> {
    let longest = code
        .lines()
        .map(str::trim_start)
        .map(|line| line.len() - line.trim_start_matches('`').len());
    let fence = "`".repeat(longest.max().unwrap_or(0).max(2) + 1);
    let code = code.lines().map(|line| line.trim_end().to_owned());
    std::iter::once(format!("{fence}{language}"))
        .chain(code)
        .chain([fence.clone()])
        .collect()
}

fn prefixed(lines: &[String], first: &str, others: &str) -> Vec<String> {
    if lines.is_empty() {
        return vec![first.trim_end().to_owned()];
    }
    let prefix = |index| if index == 0 { first } else { others };
    lines
        .iter()
        .enumerate()
        .map(|(index, line)| format!("{}{line}", prefix(index)).trim_end().to_owned())
        .collect()
}

fn table(alignments: &[Alignment], rows: &[Vec<String>]) -> Vec<String> {
    let row = |cells: &[String]| format!("| {} |", cells.join(" | "));
    let rule: Vec<String> = alignments
        .iter()
        .map(|alignment| match alignment {
            Alignment::None => "---",
            Alignment::Left => ":--",
            Alignment::Center => ":-:",
            Alignment::Right => "--:",
        })
        .map(str::to_owned)
        .collect();
    let mut lines: Vec<String> = rows.iter().map(|cells| row(cells)).collect();
    lines.insert(lines.len().min(1), row(&rule));
    lines
}

/// A paragraph that stays one. The remainder of a paragraph may begin with what would start a list or a heading.
pub(crate) fn escape_start(text: &str) -> String {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let hashes = text.len() - text.trim_start_matches('#').len();
    let blank_at = |at: usize| text[at..].chars().next().is_none_or(char::is_whitespace);
    let is_rule = |c: char| text.chars().all(|other| other == c || other == ' ');
    let escape_at = if text.starts_with(['-', '+', '*']) && blank_at(1) {
        Some(0)
    } else if (1..=9).contains(&digits) && text[digits..].starts_with(['.', ')']) && blank_at(digits + 1) {
        Some(digits)
    } else if (1..=6).contains(&hashes) && blank_at(hashes) {
        Some(0)
    } else if text.starts_with(['>', '=', '<'])
        || text.starts_with("```")
        || text.starts_with("~~~")
        || (text.starts_with('[') && text.contains("]:"))
        || is_rule('-')
        || is_rule('*')
        || is_rule('_')
    {
        // An autolink may begin a paragraph, and any other `<` is escaped already.
        (!is_autolink(text)).then_some(0)
    } else {
        None
    };
    match escape_at {
        Some(at) => format!("{}\\{}", &text[..at], &text[at..]),
        None => text.to_owned(),
    }
}

fn is_autolink(text: &str) -> bool {
    let inner = text.strip_prefix('<').and_then(|rest| rest.split_once('>'));
    inner.is_some_and(|(inner, _)| inner.contains([':', '@']) && !inner.contains(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_never_begins_another_block() {
        for (text, expected) in [
            ("plain", "plain"),
            ("+ more", "\\+ more"),
            ("+5 points", "+5 points"),
            ("- dash", "\\- dash"),
            ("*word* first", "*word* first"),
            ("# not a heading", "\\# not a heading"),
            ("#5 is fine", "#5 is fine"),
            ("1. first", "1\\. first"),
            ("1986) was", "1986\\) was"),
            ("1.5 is a number", "1.5 is a number"),
            ("> quoted", "\\> quoted"),
            ("---", "\\---"),
            ("===", "\\==="),
            ("~~~", "\\~~~"),
            ("[a]: b", "\\[a]: b"),
            ("<https://example.com>", "<https://example.com>"),
        ] {
            assert_eq!(escape_start(text), expected);
        }
    }

    #[test]
    fn a_fence_is_longer_than_those_inside() {
        assert_eq!(fenced("md", "```\nx\n```"), ["````md", "```", "x", "```", "````"]);
        assert_eq!(fenced("", "`a`"), ["```", "`a`", "```"]);
    }

    #[test]
    fn an_empty_item_is_its_marker() {
        let list = Block::List {
            start: None,
            tight: true,
            items: vec![Vec::new()],
        };
        assert_eq!(lines(&[list]), ["-"]);
    }
}
