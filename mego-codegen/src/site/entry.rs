//! A method, an event or a type: what it is on the left, how it looks in code on the right.

use std::cell::RefCell;

use crate::documents::{Block, Entry, Label, Labels, Part, Status, json_lines};

use super::html::Html;
use super::place::Place;
use super::{fields, highlight, page, prose};

/// An entry with its heading.
pub(super) fn article(html: &mut Html, entry: &Entry, labels: &Labels) {
    let title = format!("{}--title", entry.anchor);
    html.line();
    html.start("article", &[("id", &entry.anchor), ("aria-labelledby", &title)]);
    html.line();
    html.start("header", &[]);
    html.start("h3", &[("id", &title)]);
    prose::inline(html, &entry.title);
    html.end("h3");
    page::anchor(html, &entry.anchor, labels);
    if let Some(name) = &entry.name {
        html.start("p", &[("class", "wire")]);
        html.element("code", &[], name);
        if is_stream(&entry.parts) {
            html.text(" ");
            html.element("span", &[("class", "tag")], &labels.words.stream);
        }
        html.end("p");
    }
    html.end("header");
    if let Some(note) = &entry.deprecated {
        html.start("div", &[("class", "deprecated")]);
        prose::blocks(html, std::slice::from_ref(note));
        html.end("div");
    }
    columns(
        html,
        &entry.anchor,
        (&entry.body, &entry.facts),
        &entry.parts,
        labels,
    );
    html.line();
    html.end("article");
}

fn is_stream(parts: &[Part]) -> bool {
    parts.iter().any(|part| match part {
        Part::Under(Label::Stream, _) => true,
        Part::Under(_, parts) => is_stream(parts),
        Part::Status(status) => is_stream(&status.parts),
        _ => false,
    })
}

/// Words on the left, code on the right; below one another where there is no room.
pub(super) fn columns(
    html: &mut Html,
    anchor: &str,
    (body, facts): (&[Block], &[String]),
    parts: &[Part],
    labels: &Labels,
) {
    let mut words = Html::default();
    if !body.is_empty() {
        words.start("div", &[("class", "prose")]);
        prose::blocks(&mut words, body);
        words.end("div");
    }
    if !facts.is_empty() {
        words.start("ul", &[("class", "facts")]);
        for fact in facts {
            words.start("li", &[]);
            prose::inline(&mut words, fact);
            words.end("li");
        }
        words.end("ul");
    }
    let mut columns = Columns {
        words,
        panels: Vec::new(),
        labels,
    };
    let taken = RefCell::default();
    let place = Place::of_entry(anchor, &taken);
    columns.parts(parts, Some(&labels.words.content), &place);
    // The call comes first: it is what a reader looks for.
    columns.panels.sort_by_key(|panel| !panel.is_call);
    if columns.words.is_empty() && columns.panels.is_empty() {
        return;
    }
    html.line();
    html.start("div", &[("class", "columns")]);
    html.start("div", &[("class", "words")]);
    html.append(&columns.words);
    html.end("div");
    if !columns.panels.is_empty() {
        html.line();
        html.start("div", &[("class", "code")]);
        for panel in columns.panels {
            html.append(&panel.html);
        }
        html.end("div");
    }
    html.end("div");
}

struct Columns<'a> {
    words: Html,
    panels: Vec<Panel>,
    labels: &'a Labels,
}

/// Code with its caption.
struct Panel {
    is_call: bool,
    html: Html,
}

impl Columns<'_> {
    /// `caption` is that of examples on the right; without one they stand where they are.
    fn parts(&mut self, parts: &[Part], caption: Option<&str>, place: &Place<'_>) {
        for part in parts {
            self.part(part, caption, place);
        }
    }

    fn part(&mut self, part: &Part, caption: Option<&str>, place: &Place<'_>) {
        let words = &self.labels.words;
        match part {
            Part::Under(label, parts) => {
                let (class, title) = match label {
                    Label::Request => ("request", &words.request),
                    Label::Response => ("response", &words.response),
                    Label::Stream => ("stream", &words.stream),
                    Label::Data => ("data", &words.data),
                };
                self.words.line();
                self.words.start("div", &[("class", class)]);
                // A stream is inside a response, which has a heading already.
                if *label == Label::Stream {
                    self.words.element("p", &[("class", "label")], title);
                } else {
                    self.words.element("h4", &[], title);
                }
                // A stream is a part of an answer, which says where it is.
                let inside = match label {
                    Label::Stream => place.clone(),
                    _ => place.part(class),
                };
                self.parts(parts, caption.map(|_| title.as_str()), &inside);
                self.words.end("div");
            }
            Part::Status(status) => self.status(status, caption, place),
            Part::Channel(form) => {
                self.words.start("p", &[("class", "channel")]);
                self.words.element("span", &[], &words.channel);
                self.words.text(" ");
                prose::inline(&mut self.words, form);
                self.words.end("p");
            }
            Part::Content(example) => {
                let panel = panel(caption.unwrap_or(&words.content), "json", &json_lines(example));
                match caption {
                    Some(_) => self.panels.push(Panel {
                        is_call: false,
                        html: panel,
                    }),
                    None => self.words.append(&panel),
                }
            }
            Part::Call(lines) => self.panels.push(Panel {
                is_call: true,
                html: panel("TypeScript", "ts", lines),
            }),
            other => fields::part(&mut self.words, other, self.labels, place),
        }
    }

    fn status(&mut self, status: &Status, caption: Option<&str>, place: &Place<'_>) {
        let is_ok = status.code == mego::Status::Ok.code();
        let html = &mut self.words;
        html.line();
        let class = if is_ok { "status ok" } else { "status error" };
        html.start("div", &[("class", class)]);
        html.start("h5", &[]);
        html.element("code", &[], &format!("Status{}", status.name));
        html.text(" ");
        html.element("span", &[("class", "number")], &status.code.to_string());
        html.end("h5");
        if !status.doc.is_empty() {
            html.start("div", &[("class", "prose")]);
            prose::blocks(html, &status.doc);
            html.end("div");
        }
        self.parts(
            &status.parts,
            caption.filter(|_| is_ok),
            &place.part(&status.name),
        );
        self.words.end("div");
    }
}

fn panel(caption: &str, language: &str, lines: &[String]) -> Html {
    let mut html = Html::default();
    html.line();
    html.start("figure", &[("class", "panel")]);
    html.element("figcaption", &[], caption);
    highlight::block(&mut html, language, &lines.join("\n"));
    html.end("figure");
    html
}
