//! The page around the entries: its head, its menu, its sections.

use askama::Template;

use crate::documents::{Block, Document, Entry, Labels, Part, Section, SectionKind, fill};

use super::html::Html;
use super::{entry, prose, statuses};

#[derive(Template)]
#[template(path = "site.html")]
struct Page<'a> {
    title: &'a str,
    /// The introduction without any markup.
    description: String,
    introduction: String,
    labels: &'a Labels,
    /// The languages that there are, if there are several.
    languages: &'a [&'a Labels],
    /// How to begin, which stands before the legend.
    started: String,
    legend: String,
    menu: String,
    content: String,
    /// Which contract it is about.
    contract: String,
}

/// The page of one language.
pub(super) fn render(document: &Document<'_>, languages: &[&Labels], hash: &str) -> String {
    let labels = document.labels;
    let mut legend = Html::default();
    prose::inline(&mut legend, &labels.site.legend);
    let mut introduction = Html::default();
    prose::inline(&mut introduction, &document.introduction);
    let mut started = Html::default();
    let mut content = Html::default();
    for section in &document.sections {
        let html = match section.kind {
            SectionKind::Started => &mut started,
            _ => &mut content,
        };
        self::section(html, section, labels);
    }
    let page = Page {
        title: &document.title,
        description: fill(&labels.sentences.introduction, &[("title", &document.title)]),
        introduction: introduction.into_string(),
        labels,
        languages: if languages.len() > 1 { languages } else { &[] },
        started: started.into_string(),
        legend: legend.into_string(),
        menu: menu(document),
        content: content.into_string(),
        contract: fill(&labels.site.contract, &[("hash", hash)]),
    };
    // The template calls nothing that could fail, and a `String` takes everything.
    let text = page
        .render()
        .expect("a template without fallible expressions renders");
    format!("{}\n", text.trim_end())
}

/// The sections and what is in them, as links.
fn menu(document: &Document<'_>) -> String {
    let mut html = Html::default();
    html.start("ul", &[]);
    for section in &document.sections {
        html.line();
        html.start("li", &[]);
        html.start("a", &[("class", "section"), ("href", &to(&section.anchor))]);
        prose::inline(&mut html, title(section, document.labels));
        html.end("a");
        if !section.entries.is_empty() {
            html.start("ul", &[]);
            for entry in &section.entries {
                html.line();
                html.start("li", &[]);
                link(&mut html, entry);
                html.end("li");
            }
            html.end("ul");
        }
        html.end("li");
    }
    html.line();
    html.end("ul");
    html.into_string()
}

fn link(html: &mut Html, entry: &Entry) {
    html.start("a", &[("href", &to(&entry.anchor))]);
    let tag = if entry.deprecated.is_some() { "s" } else { "span" };
    html.start(tag, &[]);
    prose::inline(html, &entry.bare_title);
    html.end(tag);
    html.end("a");
}

fn section(html: &mut Html, section: &Section, labels: &Labels) {
    let heading = format!("{}--title", section.anchor);
    let class = match section.kind {
        SectionKind::Started => "started",
        SectionKind::Connecting => "connecting",
        SectionKind::Group | SectionKind::Methods => "group",
        SectionKind::Events => "events",
        SectionKind::Types => "types",
        SectionKind::Statuses => "statuses",
    };
    html.line();
    html.start(
        "section",
        &[
            ("class", class),
            ("id", &section.anchor),
            ("aria-labelledby", &heading),
        ],
    );
    html.line();
    html.start("header", &[]);
    html.start("h2", &[("id", &heading)]);
    prose::inline(html, title(section, labels));
    html.end("h2");
    anchor(html, &section.anchor, labels);
    html.end("header");
    if section.kind == SectionKind::Statuses {
        statuses::tables(html, &section.parts, labels);
    } else if section.kind == SectionKind::Started {
        let is_code = |block: &&Block| matches!(block, Block::Code(..));
        let (code, text): (Vec<&Block>, Vec<&Block>) = section.body.iter().partition(is_code);
        let text: Vec<Block> = text.into_iter().cloned().collect();
        let calls: Vec<Part> = code.into_iter().filter_map(as_call).collect();
        entry::columns(html, &section.anchor, (&text, &[]), &calls, labels);
    } else {
        entry::columns(
            html,
            &section.anchor,
            (&section.body, &[]),
            &section.parts,
            labels,
        );
    }
    for entry in &section.entries {
        entry::article(html, entry, labels);
    }
    html.line();
    html.end("section");
}

/// The heading of a section. That of methods without a group would be the name of the package, which says nothing here.
fn title<'a>(section: &'a Section, labels: &'a Labels) -> &'a str {
    match section.kind {
        SectionKind::Methods => &labels.words.methods,
        _ => &section.title,
    }
}

/// Code that stands beside the text.
fn as_call(block: &Block) -> Option<Part> {
    match block {
        Block::Code(_, code) => Some(Part::Call(code.lines().map(str::to_owned).collect())),
        _ => None,
    }
}

/// The link of a heading to itself.
pub(super) fn anchor(html: &mut Html, anchor: &str, labels: &Labels) {
    let label = labels.site.anchor.as_str();
    html.element(
        "a",
        &[
            ("class", "anchor"),
            ("href", &to(anchor)),
            ("aria-label", label),
            ("title", label),
        ],
        "#",
    );
}

fn to(anchor: &str) -> String {
    format!("#{anchor}")
}
