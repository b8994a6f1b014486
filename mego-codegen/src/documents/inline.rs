//! The text of one paragraph: a single line of Markdown.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::links::Links;
use super::width::joint;

/// An event of the parser with its place in the source.
pub(super) type Spanned<'a> = (Event<'a>, Range<usize>);

/// A line of Markdown that knows which of its parts are not prose.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Inline {
    text: String,
    /// Code spans and targets of links: what looks like the end of a sentence in there is none.
    opaque: Vec<Range<usize>>,
}

impl Inline {
    /// The Markdown.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The end of the part at this place that is not prose, if there is one.
    pub(super) fn opaque_at(&self, at: usize) -> Option<usize> {
        self.opaque
            .iter()
            .find(|range| range.start == at)
            .map(|range| range.end)
    }

    /// Prose that holds nothing but prose.
    pub(crate) fn plain(text: impl Into<String>) -> Inline {
        Inline {
            text: text.into(),
            opaque: Vec::new(),
        }
    }

    #[cfg(test)]
    pub(super) fn with_opaque(text: &str, range: Range<usize>) -> Inline {
        Inline {
            text: text.to_owned(),
            opaque: vec![range],
        }
    }

    /// What stands behind a place, without white space around it.
    pub(super) fn behind(&self, at: usize) -> Inline {
        let rest = &self.text[at..];
        let start = at + rest.len() - rest.trim_start().len();
        Inline {
            text: rest.trim().to_owned(),
            opaque: self
                .opaque
                .iter()
                .filter(|range| range.start >= start)
                .map(|range| range.start - start..range.end - start)
                .collect(),
        }
    }

    /// Reads the events of one paragraph. The source is copied, so that what the author wrote stays what it was, but for
    /// line breaks, links and HTML.
    pub(super) fn read(source: &str, events: &[Spanned<'_>], links: &dyn Links) -> Inline {
        let start = events.first().map_or(0, |(_, range)| range.start);
        let mut writer = Writer {
            source,
            links,
            line: Inline::default(),
            // The parser leaves out the backslash of an escape.
            at: if source[..start].ends_with('\\') {
                start - 1
            } else {
                start
            },
            broken: false,
        };
        writer.events(events);
        let mut line = writer.line;
        line.text.truncate(line.text.trim_end().len());
        line
    }
}

struct Writer<'a> {
    source: &'a str,
    links: &'a dyn Links,
    line: Inline,
    /// How far the source has been copied.
    at: usize,
    /// Whether a line break waits for the text behind it.
    broken: bool,
}

impl Writer<'_> {
    fn events(&mut self, events: &[Spanned<'_>]) {
        let mut index = 0;
        while let Some((event, range)) = events.get(index) {
            index += 1;
            match event {
                Event::SoftBreak | Event::HardBreak => {
                    self.copy_to(range.start);
                    self.broken = true;
                    self.at = range.end;
                }
                Event::Code(code) => {
                    self.copy_to(range.start);
                    let raw = &self.source[range.clone()];
                    let span = if raw.contains('\n') {
                        code_span(code)
                    } else {
                        raw.to_owned()
                    };
                    self.push_opaque(&span);
                    self.at = range.end;
                }
                Event::InlineHtml(html) => {
                    self.copy_to(range.start);
                    self.html(html);
                    self.at = range.end;
                }
                Event::Start(Tag::Link {
                    link_type,
                    dest_url,
                    title,
                    ..
                }) => {
                    let length = events[index..]
                        .iter()
                        .position(|(event, _)| *event == Event::End(TagEnd::Link));
                    let inner = &events[index..index + length.unwrap_or(0)];
                    self.copy_to(range.start);
                    self.link(*link_type, dest_url, title, inner, range);
                    self.at = range.end;
                    index += inner.len() + 1;
                }
                Event::Start(_) => {}
                _ => self.copy_to(range.end),
            }
        }
    }

    /// Copies the source up to a place.
    fn copy_to(&mut self, end: usize) {
        if end <= self.at {
            return;
        }
        let mut piece = &self.source[self.at..end];
        if self.broken {
            // What a quote or a list puts before each of its lines.
            piece = piece.trim_start_matches([' ', '\t', '>']);
        }
        let piece = piece.replace('\n', " ");
        self.push(&piece);
        self.at = end;
    }

    fn push(&mut self, piece: &str) {
        if piece.is_empty() {
            return;
        }
        if std::mem::take(&mut self.broken) {
            self.line.text.truncate(self.line.text.trim_end().len());
            let joint = joint_of_markup(&self.line.text, piece);
            self.line.text.push_str(joint);
        }
        self.line.text.push_str(piece);
    }

    fn push_opaque(&mut self, piece: &str) {
        self.push(piece);
        let end = self.line.text.len();
        self.line.opaque.push(end - piece.len()..end);
    }

    /// HTML is shown, not obeyed: a tag that is left open would swallow the rest of the document, and `Vec<String>` is
    /// meant to be read. Comments are for those who read the source.
    fn html(&mut self, html: &str) {
        if !html.starts_with("<!--") {
            self.push(&html.replace('\n', " ").replace('<', "\\<"));
        }
    }

    fn link(
        &mut self,
        kind: LinkType,
        target: &str,
        title: &str,
        inner: &[Spanned<'_>],
        range: &Range<usize>,
    ) {
        if matches!(kind, LinkType::Autolink | LinkType::Email) {
            return self.push_opaque(&self.source[range.clone()]);
        }
        let label = Inline::read(self.source, inner, self.links).text;
        let Some(path) = super::links::path_of(target) else {
            let title = if title.is_empty() {
                String::new()
            } else {
                format!(" \"{title}\"")
            };
            let target = if target.contains([' ', '(', ')']) {
                format!("<{target}>")
            } else {
                target.to_owned()
            };
            self.push(&format!("[{label}"));
            return self.push_opaque(&format!("]({target}{title})"));
        };
        let found = self.links.find(&path);
        let names_itself = matches!(
            kind,
            LinkType::Shortcut | LinkType::ShortcutUnknown | LinkType::Collapsed | LinkType::CollapsedUnknown
        );
        match (found, names_itself) {
            (Some(link), true) => {
                let code = label.starts_with('`') || link.href.is_none();
                let label = if code { code_span(&link.name) } else { link.name };
                self.push_link(&label, link.href.as_deref());
            }
            (Some(link), false) => self.push_link(&label, link.href.as_deref()),
            (None, true) if !label.starts_with('`') => self.push_link(&code_span(&label), None),
            (None, _) => self.push_link(&label, None),
        }
    }

    fn push_link(&mut self, label: &str, href: Option<&str>) {
        match href {
            Some(href) => {
                self.push("[");
                self.push_label(label);
                self.push_opaque(&format!("]({href})"));
            }
            None => self.push_label(label),
        }
    }

    fn push_label(&mut self, label: &str) {
        if label.starts_with('`') {
            self.push_opaque(label);
        } else {
            self.push(label);
        }
    }
}

/// A code span of any text.
pub(super) fn code_span(code: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(if code.contains('`') { longest + 1 } else { 1 });
    let space = if code.starts_with('`') || code.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{ticks}{space}{}{space}{ticks}", code.replace('\n', " "))
}

/// Text as it is, in Markdown: nothing in it marks anything.
///
/// An underscore inside a word marks nothing anyway, so `created_at` stays as readable as it is.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let in_word = before.is_some_and(char::is_alphanumeric)
            && rest.peek().copied().is_some_and(char::is_alphanumeric);
        match c {
            '\n' | '\r' => escaped.push(' '),
            '\\' | '`' | '*' | '[' | ']' | '<' | '&' | '~' => escaped.extend(['\\', c]),
            '_' if !in_word => escaped.push_str("\\_"),
            c => escaped.push(c),
        }
        before = Some(c);
    }
    escaped
}

/// What joins two lines that may begin or end with markup. The neighbours are the characters a reader sees; emphasis on
/// punctuation needs the space to be emphasis at all.
fn joint_of_markup(before: &str, after: &str) -> &'static str {
    let (inner_before, inner_after) = (
        before.trim_end_matches(['*', '_']),
        after.trim_start_matches(['*', '_']),
    );
    let punctuation = |c: char| !c.is_alphanumeric();
    let closes = inner_before.len() < before.len() && inner_before.ends_with(punctuation);
    let opens = inner_after.len() < after.len() && inner_after.starts_with(punctuation);
    if closes || opens {
        " "
    } else {
        joint(inner_before, inner_after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_escaped_only_where_they_mark_something() {
        assert_eq!(escape("created_at"), "created_at");
        assert_eq!(escape("__proto__"), "\\_\\_proto\\_\\_");
        assert_eq!(escape("a*b[c]<d>|"), "a\\*b\\[c\\]\\<d>|");
    }

    #[test]
    fn a_code_span_holds_any_text() {
        assert_eq!(code_span("a"), "`a`");
        assert_eq!(code_span("a`b"), "``a`b``");
        assert_eq!(code_span("`a`"), "`` `a` ``");
    }

    #[test]
    fn lines_that_end_in_emphasis_are_joined_by_what_is_seen() {
        assert_eq!(joint_of_markup("**小說**", "外借"), "");
        assert_eq!(joint_of_markup("**注意。**", "下一句"), " ");
        assert_eq!(joint_of_markup("說", "**「注意」**"), " ");
        assert_eq!(joint_of_markup("*one*", "two"), " ");
    }
}
