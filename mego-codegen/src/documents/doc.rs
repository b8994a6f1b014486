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
pub(crate) struct Doc {
    /// What it says.
    pub(crate) blocks: Vec<Block>,
    /// The `json` fences under `# Example`, as they stand there.
    pub(super) examples: Vec<String>,
}

impl Doc {
    /// One paragraph that holds no code and no links.
    pub(super) fn plain(text: &str) -> Doc {
        Doc {
            blocks: vec![Block::Paragraph(Inline::plain(text))],
            examples: Vec::new(),
        }
    }

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
    pub(crate) fn one_sentence(&self) -> Option<&str> {
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
            Event::Start(Tag::HtmlBlock) => html(inner, blocks),
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
                    rows.last_mut()
                        .into_iter()
                        .for_each(|row| row.push(cell.text().trim().to_owned()));
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

/// HTML that stands on its own becomes a paragraph that shows it. A comment that is never closed hides all that follows,
/// as it does in rustdoc.
fn html(events: &[Spanned<'_>], blocks: &mut Vec<Block>) {
    let mut text = String::new();
    for (event, _) in events {
        if let Event::Html(piece) | Event::Text(piece) = event {
            text.push_str(piece);
        }
    }
    while let Some((before, comment)) = text.split_once("<!--") {
        text = format!(
            "{before} {}",
            comment.split_once("-->").map_or("", |(_, after)| after)
        );
    }
    let text = text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace('<', "\\<");
    if !text.is_empty() {
        blocks.push(Block::Paragraph(Inline::plain(text)));
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
mod tests;
