//! The page around the entries: its head, its menu, its sections.

use askama::Template;

use crate::documents::{Document, Entry, Labels, Section, SectionKind};

use super::html::Html;
use super::{entry, prose, statuses};

#[derive(Template)]
#[template(path = "site.html")]
struct Page<'a> {
    name: &'a str,
    labels: &'a Labels,
    /// The languages that there are, if there are several.
    languages: &'a [&'a Labels],
    legend: String,
    menu: String,
    content: String,
}

/// The page of one language.
pub(super) fn render(document: &Document<'_>, languages: &[&Labels]) -> String {
    let labels = document.labels;
    let mut legend = Html::default();
    prose::inline(&mut legend, &labels.site.legend);
    let mut content = Html::default();
    for section in &document.sections {
        self::section(&mut content, section, labels);
    }
    let page = Page {
        name: document.name,
        labels,
        languages: if languages.len() > 1 { languages } else { &[] },
        legend: legend.into_string(),
        menu: menu(document),
        content: content.into_string(),
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
        prose::inline(&mut html, &section.title);
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
    let title = format!("{}--title", section.anchor);
    let class = match section.kind {
        SectionKind::Connecting => "connecting",
        SectionKind::Group => "group",
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
            ("aria-labelledby", &title),
        ],
    );
    html.line();
    html.start("header", &[]);
    html.start("h2", &[("id", &title)]);
    prose::inline(html, &section.title);
    html.end("h2");
    anchor(html, &section.anchor, labels);
    html.end("header");
    if section.kind == SectionKind::Statuses {
        statuses::tables(html, &section.parts, labels);
    } else {
        entry::columns(html, &section.body, &[], &section.parts, labels);
    }
    for entry in &section.entries {
        entry::article(html, entry, labels);
    }
    html.line();
    html.end("section");
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
