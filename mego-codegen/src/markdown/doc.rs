//! Doc comments: read as Markdown, written again so that they fit into a document.
//!
//! The parser is the one that rustdoc uses, so an author sees the same structure in both.

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Options, Parser, Tag};

use super::blocks::Block;
use super::inline::{Inline, Spanned};
use super::links::{Links, path_of};
use super::sentence;

/// Lists and quotes nested deeper than this become text. Nobody writes them; somebody may send them.
const MAX_DEPTH: usize = 16;

/// A doc comment.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Doc {
    /// What it says.
    pub(super) blocks: Vec<Block>,
    /// The `json` fences under `# Example`, as they stand there.
    pub(super) examples: Vec<String>,
}

impl Doc {
    /// Reads a doc comment.
    pub(super) fn read(text: &str, links: &dyn Links) -> Doc {
        let text = text.replace("\r\n", "\n");
        // Links without a target are intra-doc links if they are code or lead somewhere; else the brackets are prose.
        let mut broken = |link: pulldown_cmark::BrokenLink<'_>| {
            let path = path_of(&link.reference)?;
            let is_link = link.reference.starts_with('`') || links.find(&path).is_some();
            is_link.then(|| (link.reference.to_string().into(), "".into()))
        };
        let parser = Parser::new_with_broken_link_callback(&text, Options::ENABLE_TABLES, Some(&mut broken));
        let events: Vec<Spanned<'_>> = parser.into_offset_iter().collect();
        let reader = Reader { source: &text, links };
        let mut blocks = reader.blocks(&events, 0);
        let examples = take_examples(&mut blocks);
        Doc { blocks, examples }
    }

    /// The title, and what remains when it is taken away. The title is the first sentence of the first paragraph, or a
    /// heading with which the comment begins.
    pub(super) fn into_title(mut self) -> (Option<String>, Vec<Block>) {
        match self.blocks.first() {
            Some(Block::Heading(heading)) => {
                let title = sentence::as_title(heading.text()).to_owned();
                self.blocks.remove(0);
                (Some(title), self.blocks)
            }
            Some(Block::Paragraph(paragraph)) => {
                let end = sentence::first_end(paragraph);
                let title = sentence::as_title(&paragraph.text()[..end]).to_owned();
                let rest = paragraph.behind(end);
                if rest.text().is_empty() {
                    self.blocks.remove(0);
                } else {
                    self.blocks[0] = Block::Paragraph(rest);
                }
                (Some(title), self.blocks)
            }
            _ => (None, self.blocks),
        }
    }

    /// The comment, if it is one sentence.
    pub(super) fn one_sentence(&self) -> Option<&str> {
        match self.blocks.as_slice() {
            [Block::Paragraph(paragraph)] if sentence::is_one(paragraph) => Some(paragraph.text()),
            _ => None,
        }
    }

    /// The first sentence, if the comment begins with one.
    pub(super) fn first_sentence(&self) -> Option<&str> {
        match self.blocks.first() {
            Some(Block::Paragraph(paragraph)) => {
                Some(paragraph.text()[..sentence::first_end(paragraph)].trim_end())
            }
            _ => None,
        }
    }
}

/// Takes the `json` fences under `# Example` out of a comment, and the heading too if nothing else stands under it.
fn take_examples(blocks: &mut Vec<Block>) -> Vec<String> {
    let mut examples = Vec::new();
    let mut kept: Vec<Block> = Vec::new();
    // The place of the heading while we are under it, and whether a fence was taken there.
    let mut heading: Option<(usize, bool)> = None;
    for block in blocks.drain(..) {
        match (&block, &mut heading) {
            (Block::Heading(title), _) => {
                forget_empty(&mut kept, heading);
                heading = is_example(title.text()).then_some((kept.len(), false));
                kept.push(block);
            }
            (Block::Code(language, code), Some((_, taken))) if language == "json" => {
                examples.push(code.clone());
                *taken = true;
            }
            _ => kept.push(block),
        }
    }
    forget_empty(&mut kept, heading);
    *blocks = kept;
    examples
}

fn forget_empty(kept: &mut Vec<Block>, heading: Option<(usize, bool)>) {
    if let Some((at, true)) = heading
        && kept.len() == at + 1
    {
        kept.pop();
    }
}

fn is_example(title: &str) -> bool {
    matches!(
        title.trim_end_matches([':', '：']),
        "Example" | "Examples" | "範例"
    )
}

struct Reader<'a> {
    source: &'a str,
    links: &'a dyn Links,
}

impl Reader<'_> {
    fn blocks(&self, events: &[Spanned<'_>], depth: usize) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut at = 0;
        while at < events.len() {
            let end = end_of(events, at);
            self.block(&events[at..end], depth, &mut blocks);
            at = end;
        }
        blocks
    }

    /// Reads one block: its start, what is in it and its end; or the text of an item that has no paragraphs.
    fn block(&self, events: &[Spanned<'_>], depth: usize, blocks: &mut Vec<Block>) {
        let Some(((first, range), inner)) = events.split_first() else {
            return;
        };
        let inner = &inner[..inner.len().saturating_sub(1)];
        match first {
            Event::Start(Tag::BlockQuote(_) | Tag::List(_)) if depth == MAX_DEPTH => {
                let lines = self.source[range.clone()]
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ");
                blocks.push(Block::Paragraph(Inline::plain(super::inline::escape(&lines))));
            }
            Event::Start(Tag::Paragraph) => self.paragraph(inner, blocks),
            Event::Start(Tag::Heading { .. }) => {
                blocks.push(Block::Heading(Inline::read(self.source, inner, self.links)));
            }
            Event::Start(Tag::BlockQuote(_)) => blocks.push(Block::Quote(self.blocks(inner, depth + 1))),
            Event::Start(Tag::List(start)) => blocks.push(self.list(*start, inner, depth)),
            Event::Start(Tag::CodeBlock(kind)) => blocks.push(code(kind, inner)),
            Event::Start(Tag::HtmlBlock) => self.paragraph(inner, blocks),
            Event::Start(Tag::Table(alignments)) => blocks.push(self.table(alignments, inner)),
            Event::Rule => blocks.push(Block::Rule),
            _ => self.paragraph(events, blocks),
        }
    }

    fn paragraph(&self, events: &[Spanned<'_>], blocks: &mut Vec<Block>) {
        let inline = Inline::read(self.source, events, self.links);
        if !inline.text().trim().is_empty() {
            blocks.push(Block::Paragraph(inline));
        }
    }

    fn list(&self, start: Option<u64>, events: &[Spanned<'_>], depth: usize) -> Block {
        let mut items = Vec::new();
        let mut tight = true;
        let mut at = 0;
        while at < events.len() {
            let end = end_of(events, at);
            let inner = &events[at + 1..end - 1];
            // The parser leaves paragraphs out of the items of a tight list.
            tight &= !matches!(inner.first(), Some((Event::Start(Tag::Paragraph), _)));
            items.push(self.blocks(inner, depth + 1));
            at = end;
        }
        Block::List { start, tight, items }
    }

    fn table(&self, alignments: &[Alignment], events: &[Spanned<'_>]) -> Block {
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut at = 0;
        while let Some((event, _)) = events.get(at) {
            match event {
                Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
                Event::Start(Tag::TableCell) => {
                    let end = end_of(events, at);
                    let cell = Inline::read(self.source, &events[at + 1..end - 1], self.links);
                    rows.last_mut().map(|row| row.push(cell.text().trim().to_owned()));
                    at = end;
                    continue;
                }
                _ => {}
            }
            at += 1;
        }
        Block::Table(alignments.to_vec(), rows)
    }
}

/// The place behind the block that starts at `at`, or behind the run of inline events there.
fn end_of(events: &[Spanned<'_>], at: usize) -> usize {
    if !is_block(&events[at].0) {
        let run = events[at..].iter().position(|(event, _)| is_block(event));
        return run.map_or(events.len(), |run| at + run);
    }
    let mut depth = 0usize;
    for (index, (event, _)) in events.iter().enumerate().skip(at) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return index + 1;
        }
    }
    events.len()
}

fn is_block(event: &Event<'_>) -> bool {
    match event {
        Event::Rule => true,
        Event::Start(tag) => !matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. }
        ),
        _ => false,
    }
}

fn code(kind: &CodeBlockKind<'_>, events: &[Spanned<'_>]) -> Block {
    let language = match kind {
        // `rust,no_run` is for rustdoc; the language is what a reader's program colours by.
        CodeBlockKind::Fenced(info) => info
            .split([',', ' ', '{', '`'])
            .next()
            .unwrap_or_default()
            .to_owned(),
        CodeBlockKind::Indented => String::new(),
    };
    let mut text = String::new();
    for (event, _) in events {
        if let Event::Text(piece) = event {
            text.push_str(piece);
        }
    }
    Block::Code(language, text.trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::blocks::lines;
    use super::super::links::{Link, Nowhere};
    use super::*;

    fn text(doc: &str) -> String {
        lines(&Doc::read(doc, &Nowhere).blocks).join("\n")
    }

    struct Api;

    impl Links for Api {
        fn find(&self, path: &str) -> Option<Link> {
            match path.rsplit("::").next()? {
                "create_user" => Some(Link {
                    name: "createUser".into(),
                    href: Some("#createuser".into()),
                }),
                "User" => Some(Link {
                    name: "User".into(),
                    href: Some("#type-user".into()),
                }),
                "Plain" => Some(Link {
                    name: "Plain".into(),
                    href: None,
                }),
                _ => None,
            }
        }
    }

    fn linked(doc: &str) -> String {
        lines(&Doc::read(doc, &Api).blocks).join("\n")
    }

    #[test]
    fn lines_of_a_paragraph_become_one() {
        assert_eq!(text("One\ntwo\n\nThree"), "One two\n\nThree");
        assert_eq!(text("書架以編號\n表示。"), "書架以編號表示。");
        assert_eq!(text("使用 API\n的人"), "使用 API的人");
        assert_eq!(text("hard  \nbreak\\\nhere"), "hard break here");
        assert_eq!(
            text("**bold\ntext** and `code\nspan`"),
            "**bold text** and `code span`"
        );
        assert_eq!(text("a\r\nb"), "a b");
    }

    #[test]
    fn escapes_and_entities_stay_as_they_are() {
        assert_eq!(
            text("\\*no emphasis\\* &lt;b&gt;\n\\# no heading"),
            "\\*no emphasis\\* &lt;b&gt; \\# no heading"
        );
    }

    #[test]
    fn headings_become_bold_paragraphs() {
        assert_eq!(
            text("# Limits\nText\n\nSetext\n---\n"),
            "**Limits**\n\nText\n\n**Setext**"
        );
    }

    #[test]
    fn lists_survive_with_marks_of_their_own() {
        assert_eq!(
            text("Text:\n+ one\n  goes on\n+ two\n    - deep"),
            "Text:\n\n- one goes on\n- two\n  - deep"
        );
        assert_eq!(
            text("3. three\n4. four\n\n   more"),
            "3. three\n\n4. four\n\n   more"
        );
        assert_eq!(text("* [ ] a"), "- [ ] a");
    }

    #[test]
    fn code_survives() {
        assert_eq!(
            text("```rust,no_run\nlet a = 1;\n\nb()\n```"),
            "```rust\nlet a = 1;\n\nb()\n```"
        );
        assert_eq!(text("```json\n{ \"open\": 1"), "```json\n{ \"open\": 1\n```");
        assert_eq!(text("A\n\n    code\n      more"), "A\n\n```\ncode\n  more\n```");
        assert_eq!(text("~~~\n# not a heading\n~~~"), "```\n# not a heading\n```");
    }

    #[test]
    fn quotes_and_tables_survive() {
        assert_eq!(text("> one\n> two\n>\n> three"), "> one two\n>\n> three");
        assert_eq!(
            text("| a | b |\n|:--|--:|\n| 1 | `x\\|y` |"),
            "| a | b |\n| :-- | --: |\n| 1 | `x\\|y` |"
        );
        assert_eq!(text("a | b\n- | -\n1 | 2"), "| a | b |\n| --- | --- |\n| 1 | 2 |");
        assert_eq!(text("a | b, no table"), "a | b, no table");
    }

    #[test]
    fn html_is_shown_and_comments_are_not() {
        assert_eq!(text("A Vec<String> of it<br>"), "A Vec\\<String> of it\\<br>");
        assert_eq!(text("<details>\nopen\n\nText"), "\\<details> open\n\nText");
        assert_eq!(text("<script>\nlet a;\n\nlet b;"), "\\<script> let a;  let b;");
        assert_eq!(text("<!-- hidden -->\n\nText <!-- too -->here"), "Text here");
        assert_eq!(text("<!-- never closed"), "");
        assert_eq!(text("a < b and `<b>`"), "a < b and `<b>`");
        assert_eq!(
            text("See <https://example.com/a>."),
            "See <https://example.com/a>."
        );
    }

    #[test]
    fn links_lead_to_anchors_or_become_code() {
        assert_eq!(linked("See [`create_user`]."), "See [`createUser`](#createuser).");
        assert_eq!(linked("See [User]."), "See [User](#type-user).");
        assert_eq!(linked("See [`crate::users::User`]."), "See [`User`](#type-user).");
        assert_eq!(
            linked("See [the user](crate::User)."),
            "See [the user](#type-user)."
        );
        assert_eq!(linked("See [the user][User]."), "See [the user](#type-user).");
        assert_eq!(
            linked("See [`User`].\n\n[`User`]: crate::User"),
            "See [`User`](#type-user)."
        );
        assert_eq!(linked("See [Plain]."), "See `Plain`.");
        assert_eq!(
            linked("See [`Unknown`] and [it](crate::Unknown)."),
            "See `Unknown` and it."
        );
        assert_eq!(linked("In [0, 10] or [unknown]."), "In [0, 10] or [unknown].");
    }

    #[test]
    fn links_to_the_web_stay() {
        assert_eq!(
            linked("[a](https://a.b \"t\") [b]\n\n[b]: https://b.c"),
            "[a](https://a.b \"t\") [b](https://b.c)"
        );
        assert_eq!(linked("![i](i.png)"), "![i](i.png)");
    }

    #[test]
    fn the_title_is_the_first_sentence() {
        let titled = |doc: &str| {
            let (title, rest) = Doc::read(doc, &Nowhere).into_title();
            (title, lines(&rest).join("\n"))
        };
        let some = |title: &str, rest: &str| (Some(title.to_owned()), rest.to_owned());
        assert_eq!(
            titled("Create an account.\n\nMore."),
            some("Create an account", "More.")
        );
        assert_eq!(
            titled("借書。把書借走。\n還有。"),
            some("借書", "把書借走。還有。")
        );
        assert_eq!(titled("# Create\n\nText"), some("Create", "Text"));
        assert_eq!(titled("Do it. + more"), some("Do it", "\\+ more"));
        assert_eq!(titled("- a list"), (None, "- a list".to_owned()));
        assert_eq!(titled(""), (None, String::new()));
        assert_eq!(titled("Use `a. B`. And `c`."), some("Use `a. B`", "And `c`."));
    }

    #[test]
    fn one_sentence_is_one_paragraph_with_one_end() {
        let one = |doc: &str| Doc::read(doc, &Nowhere).one_sentence().map(str::to_owned);
        assert_eq!(one("國際標準\n書號。").as_deref(), Some("國際標準書號。"));
        assert_eq!(one("One. Two."), None);
        assert_eq!(one("One\n\ntwo"), None);
        assert_eq!(one("- one"), None);
        assert_eq!(one(" \n"), None);
    }

    #[test]
    fn examples_are_taken_out() {
        let doc = Doc::read("T\n\n# Example\n\n```json\n{}\n```\n\n# Errors\n\nText", &Nowhere);
        assert_eq!(doc.examples, ["{}\n"].map(str::trim));
        assert_eq!(lines(&doc.blocks).join("\n"), "T\n\n**Errors**\n\nText");

        let doc = Doc::read("# Examples\nSend:\n```json\n1\n```\n```ts\nx\n```", &Nowhere);
        assert_eq!(doc.examples, ["1"]);
        assert_eq!(
            lines(&doc.blocks).join("\n"),
            "**Examples**\n\nSend:\n\n```ts\nx\n```"
        );

        let doc = Doc::read("# Other\n```json\n1\n```", &Nowhere);
        assert!(
            doc.examples.is_empty(),
            "only what stands under `# Example` is one"
        );
    }

    #[test]
    fn hostile_nesting_is_cut_off() {
        let lists = "- ".repeat(5_000);
        assert!(text(&lists).len() < 20_000);
        let quotes = format!("{}x", "> ".repeat(5_000));
        assert!(text(&quotes).ends_with('x'));
        let long = "word ".repeat(2_000);
        assert_eq!(text(&long), long.trim());
    }
}
