//! From the tree to Markdown.

use mego::Status as BuiltIn;

use crate::documents::{
    Block, Code as StatusCode, Doc, Document, Entry, Field, Inline, Label, Labels, Part, Section,
    SectionKind, Status, block_lines, escape, fill, joint, json_lines,
};

use super::Code;
use super::page::{LEVEL, Page};

/// Prints a document.
pub(super) fn document(document: &Document<'_>, code: Code) -> String {
    let mut printer = Printer {
        page: Page::new(code),
        labels: document.labels,
        code,
    };
    if code == Code::Fenced {
        printer.head(document);
    }
    for section in &document.sections {
        // What the server's own statuses mean is beside the lists.
        if code == Code::Fenced || section.kind != SectionKind::Statuses {
            printer.section(section);
        }
    }
    printer.page.into_text()
}

struct Printer<'a> {
    page: Page,
    labels: &'a Labels,
    code: Code,
}

impl Printer<'_> {
    /// The title, the legend and the table of contents.
    fn head(&mut self, document: &Document<'_>) {
        let labels = self.labels;
        self.page.block(0, &[format!("# {}", escape(&document.title))]);
        self.page.block(0, &[&document.introduction]);
        self.page.block(0, &[&labels.sentences.legend]);
        self.page.block(0, &[format!("# {}", labels.words.contents)]);
        self.page.break_before();
        for section in &document.sections {
            self.page
                .field(0, &format!("[{}](#{})", section.title, section.anchor));
            if section.kind == SectionKind::Types {
                continue;
            }
            for entry in &section.entries {
                let title = if entry.deprecated.is_some() {
                    format!("~~{}~~", entry.bare_title)
                } else {
                    entry.bare_title.clone()
                };
                self.page.field(LEVEL, &format!("[{title}](#{})", entry.anchor));
            }
        }
    }

    /// An anchor, in documents that have them.
    fn anchor(&mut self, name: &str) {
        if self.code == Code::Fenced {
            self.page.block(0, &[format!("<a id=\"{name}\"></a>")]);
        }
    }

    fn section(&mut self, section: &Section) {
        self.anchor(&section.anchor);
        self.page.block(0, &[format!("# {}", section.title)]);
        self.blocks(0, &section.body);
        self.parts(0, &section.parts);
        for entry in &section.entries {
            self.entry(entry);
        }
    }

    fn entry(&mut self, entry: &Entry) {
        self.anchor(&entry.anchor);
        let heading = match &entry.name {
            Some(name) => format!("## {} [{}]", entry.title, escape(name)),
            None => format!("## {}", entry.title),
        };
        self.page.block(0, &[heading]);
        self.blocks(0, entry.deprecated.as_slice());
        self.blocks(0, &entry.body);
        if self.code == Code::Fenced && !entry.facts.is_empty() {
            let facts = entry.facts.iter().fold(String::new(), |text, fact| {
                let joint = joint(&text, fact);
                text + joint + fact
            });
            self.page.block(0, &[facts]);
        }
        self.parts(0, &entry.parts);
    }

    fn blocks(&mut self, indent: usize, blocks: &[Block]) {
        self.page.block(indent, &block_lines(blocks));
    }

    fn parts(&mut self, indent: usize, parts: &[Part]) {
        for part in parts {
            self.part(indent, part);
        }
    }

    fn part(&mut self, indent: usize, part: &Part) {
        let words = &self.labels.words;
        match part {
            Part::Under(label, parts) => {
                let label = match label {
                    Label::Request => &words.request,
                    Label::Response => &words.response,
                    Label::Stream => &words.stream,
                    Label::Data => &words.data,
                };
                self.page.item(indent, label);
                self.parts(indent + LEVEL, parts);
            }
            Part::Status(status) => self.status(indent, status),
            Part::Channel(form) => self.page.item(indent, &format!("{} ({form})", words.channel)),
            Part::Fields(fields) => {
                self.page.item(indent, &words.fields);
                self.fields(indent + LEVEL, fields);
            }
            Part::Files(files) => {
                self.page.item(indent, &words.files);
                for file in files {
                    self.field(indent + LEVEL, &file.name, file, &self.file_limits(&file.limits));
                }
            }
            Part::Value(value) => {
                self.page.break_before();
                self.field(indent, &words.value, value, &self.limits(&value.limits));
            }
            Part::Values(values) => {
                self.page.item(indent, &words.value);
                self.fields(indent + LEVEL, values);
            }
            Part::OneOf(parts) => {
                self.page.item(indent, &words.one_of);
                self.parts(indent + LEVEL, parts);
            }
            Part::Form(form) => {
                self.page.break_before();
                self.field(indent, &form.name, form, "");
            }
            Part::Content(example) => {
                self.page.item(indent, &words.content);
                self.page.json(indent, &json_lines(example));
            }
            Part::Call(lines) => {
                if self.code == Code::Fenced {
                    self.page.item(indent, &words.example);
                    self.page.fence(indent + LEVEL, "ts", lines);
                }
            }
            Part::Text(text) => self.page.block(indent, &[text]),
            Part::Codes(codes) => self.codes(indent, codes),
        }
    }

    /// `StatusFull`, or `StatusClosed (101)` for a code of the method's own.
    fn status(&mut self, indent: usize, status: &Status) {
        let name = escape(&status.name);
        let head = if status.code < BuiltIn::FIRST_CUSTOM {
            format!("Status{name}")
        } else {
            format!("Status{name} ({})", status.code)
        };
        self.page.item(indent, &head);
        self.blocks(indent + LEVEL, &status.doc);
        self.parts(indent + LEVEL, &status.parts);
    }

    fn fields(&mut self, indent: usize, fields: &[Field]) {
        for field in fields {
            self.field(indent, &field.name, field, &self.limits(&field.limits));
        }
    }

    /// An item with what its author says about it: behind it if that is one sentence, else as paragraphs below.
    fn field(&mut self, indent: usize, name: &str, field: &Field, limits: &str) {
        let head = match &field.notation {
            Some(notation) => format!("{name} ({notation})"),
            None => name.to_owned(),
        };
        let inner = indent + LEVEL;
        let mut below = Vec::new();
        match field.doc.one_sentence() {
            _ if field.doc.blocks.is_empty() && !limits.is_empty() => {
                self.page.field(indent, &format!("{head} {limits}"));
            }
            Some(sentence) => {
                let joint = joint(sentence, limits);
                self.page
                    .field(indent, &format!("{head} - {sentence}{joint}{limits}"));
            }
            None => {
                self.page.field(indent, &head);
                below = with_limits(&field.doc, limits);
            }
        }
        if field.deprecated {
            let note = Block::Paragraph(Inline::plain(&self.labels.sentences.deprecated));
            self.blocks(inner, &[Block::Quote(vec![note])]);
        }
        self.blocks(inner, &below);
        self.fields(inner, &field.fields);
        self.parts(inner, &field.parts);
    }

    fn limits(&self, limits: &[String]) -> String {
        if limits.is_empty() {
            return String::new();
        }
        format!("[{}]", limits.join(&self.labels.constraints.separator))
    }

    fn file_limits(&self, limits: &[String]) -> String {
        let sentences = &self.labels.sentences;
        if limits.is_empty() {
            return String::new();
        }
        let limits = limits.join(&sentences.file_limit_separator);
        fill(&sentences.file_limits, &[("limits", &limits)])
    }

    fn codes(&mut self, indent: usize, codes: &[StatusCode]) {
        self.page.break_before();
        for code in codes {
            let head = format!("Status{} ({})", escape(&code.name), code.code);
            let text = if code.meaning.is_empty() {
                head
            } else {
                format!("{head} - {}", code.meaning)
            };
            match &code.uses {
                Some(uses) => {
                    self.page.item(indent, &text);
                    self.page.block(indent + LEVEL, &[uses]);
                }
                None => self.page.field(indent, &text),
            }
        }
    }
}

/// A description with brackets behind its last paragraph.
fn with_limits(doc: &Doc, limits: &str) -> Vec<Block> {
    let mut blocks = doc.blocks.clone();
    if limits.is_empty() {
        return blocks;
    }
    match blocks.last_mut() {
        Some(Block::Paragraph(paragraph)) => {
            let text = paragraph.text();
            let text = format!("{text}{}{limits}", joint(text, limits));
            *paragraph = Inline::plain(text);
        }
        _ => blocks.push(Block::Paragraph(Inline::plain(limits))),
    }
    blocks
}
