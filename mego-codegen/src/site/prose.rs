//! Markdown, as the tree holds it, to HTML.
//!
//! What an author wrote is read once more, with the parser that documents are read with. HTML is shown and not obeyed, links
//! lead to the web or to anchors and nowhere else, and a picture becomes a link to it: the page asks nobody for anything.

use pulldown_cmark::{Alignment, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::documents::{Block, block_lines, escape_start};

use super::highlight;
use super::html::Html;

/// Blocks, one after the other.
pub(super) fn blocks(html: &mut Html, blocks: &[Block]) {
    write(html, &block_lines(blocks).join("\n"), false);
}

/// A text of one line, without a paragraph around it.
pub(super) fn inline(html: &mut Html, text: &str) {
    write(html, &escape_start(text.trim()), true);
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}

fn write(html: &mut Html, markdown: &str, is_inline: bool) {
    let mut writer = Writer {
        html,
        is_inline,
        links: Vec::new(),
        code: None,
        in_head: false,
        columns: Vec::new(),
        column: 0,
    };
    for event in Parser::new_ext(markdown, options()) {
        writer.event(event);
    }
}

struct Writer<'a> {
    html: &'a mut Html,
    is_inline: bool,
    /// For each link that is open, whether it leads somewhere.
    links: Vec<bool>,
    /// The language and the text of a block of code.
    code: Option<(String, String)>,
    /// Whether the cells are those of the head of a table.
    in_head: bool,
    /// How the columns of the table are aligned, and which one is next.
    columns: Vec<Alignment>,
    column: usize,
}

impl Writer<'_> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => match &mut self.code {
                Some((_, code)) => code.push_str(&text),
                None => self.html.text(&text),
            },
            Event::Code(code) => self.html.element("code", &[], &code),
            Event::SoftBreak => self.html.text(" "),
            Event::HardBreak => self.html.start("br", &[]),
            Event::Rule => self.html.start("hr", &[]),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph if self.is_inline => {}
            Tag::Paragraph | Tag::Heading { .. } | Tag::HtmlBlock => self.html.start("p", &[]),
            Tag::BlockQuote(_) => self.html.start("blockquote", &[]),
            Tag::List(None) => self.html.start("ul", &[]),
            Tag::List(Some(first)) => self.html.start("ol", &[("start", &first.to_string())]),
            Tag::Item => self.html.start("li", &[]),
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(language) => language.into_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((language, String::new()));
            }
            Tag::Table(columns) => {
                self.columns = columns;
                self.html.start("div", &[("class", "scroll")]);
                self.html.start("table", &[]);
            }
            Tag::TableHead => {
                self.in_head = true;
                self.column = 0;
                self.html.start("thead", &[]);
                self.html.start("tr", &[]);
            }
            Tag::TableRow => {
                self.column = 0;
                self.html.start("tr", &[]);
            }
            Tag::TableCell => {
                let class = match self.columns.get(self.column) {
                    Some(Alignment::Center) => "center",
                    Some(Alignment::Right) => "right",
                    _ => "left",
                };
                self.column += 1;
                self.html.start(self.cell(), &[("class", class)]);
            }
            Tag::Emphasis => self.html.start("em", &[]),
            Tag::Strong => self.html.start("strong", &[]),
            Tag::Strikethrough => self.html.start("s", &[]),
            Tag::Link {
                link_type, dest_url, ..
            } => {
                let prefix = if link_type == LinkType::Email {
                    "mailto:"
                } else {
                    ""
                };
                self.link(&format!("{prefix}{dest_url}"));
            }
            Tag::Image { dest_url, .. } => self.link(&dest_url),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph if self.is_inline => {}
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::HtmlBlock => self.html.end("p"),
            TagEnd::BlockQuote(_) => self.html.end("blockquote"),
            TagEnd::List(false) => self.html.end("ul"),
            TagEnd::List(true) => self.html.end("ol"),
            TagEnd::Item => self.html.end("li"),
            TagEnd::CodeBlock => {
                if let Some((language, code)) = self.code.take() {
                    highlight::block(self.html, &language, code.trim_end_matches('\n'));
                }
            }
            TagEnd::Table => {
                self.html.end("tbody");
                self.html.end("table");
                self.html.end("div");
            }
            TagEnd::TableHead => {
                self.in_head = false;
                self.html.end("tr");
                self.html.end("thead");
                self.html.start("tbody", &[]);
            }
            TagEnd::TableRow => self.html.end("tr"),
            TagEnd::TableCell => self.html.end(self.cell()),
            TagEnd::Emphasis => self.html.end("em"),
            TagEnd::Strong => self.html.end("strong"),
            TagEnd::Strikethrough => self.html.end("s"),
            TagEnd::Link | TagEnd::Image => {
                let is_linked = self.links.pop() == Some(true);
                if is_linked {
                    self.html.end("a");
                }
            }
            _ => {}
        }
    }

    fn cell(&self) -> &'static str {
        if self.in_head { "th" } else { "td" }
    }

    /// Opens a link, if there is none around it and it leads where a link may lead.
    fn link(&mut self, target: &str) {
        let leads = !self.links.contains(&true) && is_safe(target);
        if leads {
            let rel = if target.starts_with('#') {
                ""
            } else {
                "noopener noreferrer"
            };
            let attributes = [("href", target), ("rel", rel)];
            let count = if rel.is_empty() { 1 } else { 2 };
            self.html.start("a", &attributes[..count]);
        }
        self.links.push(leads);
    }
}

/// Whether a link may lead there: to an anchor, the web or a mailbox. `javascript:` is only one of those that may not.
fn is_safe(target: &str) -> bool {
    let start = target.get(..8).unwrap_or(target).to_ascii_lowercase();
    target.starts_with('#')
        || start.starts_with("https://")
        || start.starts_with("http://")
        || start.starts_with("mailto:")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> String {
        let mut html = Html::default();
        inline(&mut html, text);
        html.into_string()
    }

    #[test]
    fn links_lead_to_the_web_and_to_anchors_only() {
        assert_eq!(html("[a](#b)"), "<a href=\"#b\">a</a>");
        assert_eq!(
            html("[a](https://b.c)"),
            "<a href=\"https://b.c\" rel=\"noopener noreferrer\">a</a>"
        );
        assert_eq!(
            html("<a@b.c>"),
            "<a href=\"mailto:a@b.c\" rel=\"noopener noreferrer\">a@b.c</a>"
        );
        for target in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "&#106;avascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "//evil.example",
            "page.html",
        ] {
            assert_eq!(html(&format!("[a]({target})")), "a", "{target}");
        }
    }

    #[test]
    fn pictures_are_not_fetched() {
        assert_eq!(
            html("![a *picture*](https://b.c/d.png)"),
            "<a href=\"https://b.c/d.png\" rel=\"noopener noreferrer\">a <em>picture</em></a>"
        );
        assert_eq!(html("[![a](https://b.c)](https://d.e)").matches("<a ").count(), 1);
    }

    #[test]
    fn html_is_shown() {
        assert_eq!(html("a <b>b</b> &lt;"), "a &lt;b&gt;b&lt;/b&gt; &lt;");
        assert_eq!(
            html("<script>alert(1)</script>"),
            "&lt;script&gt;alert(1)&lt;/script&gt;"
        );
    }

    #[test]
    fn a_line_stays_a_line() {
        assert_eq!(html("- a"), "- a");
        assert_eq!(html("1. a"), "1. a");
        assert_eq!(html("# a"), "# a");
        assert_eq!(html("**a** `b`"), "<strong>a</strong> <code>b</code>");
    }
}
