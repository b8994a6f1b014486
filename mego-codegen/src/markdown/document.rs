//! The document as a whole: groups, methods, named types and status codes.

use std::cell::RefCell;
use std::collections::BTreeMap;

use mego::Status;

use crate::model::{ErrorVariant, Event, Input, Kind, Method, Model, Side, Type};
use crate::problem::Problems;

use super::blocks::lines;
use super::doc::Doc;
use super::examples::{self, Examples};
use super::inline::escape;
use super::labels::{Labels, fill};
use super::links::{Link, Links};
use super::names::{Names, in_words};
use super::page::{LEVEL, Page};
use super::sections::{self, Section};
use super::{Code, Options, call, connecting, json};

/// Faults that any call may be answered with, by the framework or by what reads the caller's session. Servers may have
/// others.
const FAULTS: &[Status] = &[
    Status::Error,
    Status::Invalid,
    Status::NotAuthorized,
    Status::NoPermission,
    Status::Unimplemented,
    Status::TooManyRequests,
    Status::ResourceExhausted,
    Status::Busy,
    Status::Timeout,
    Status::Cancelled,
    Status::Unavailable,
];

/// A document while it is being written.
pub(super) struct Document<'a> {
    pub(super) model: &'a Model,
    pub(super) labels: &'a Labels,
    pub(super) names: Names<'a>,
    pub(super) code: Code,
    problems: RefCell<Problems>,
}

/// Writes the document.
pub(super) fn write(model: &Model, options: &Options) -> Result<String, Problems> {
    let document = Document {
        model,
        labels: &options.labels,
        names: Names::new(model, options.code),
        code: options.code,
        problems: RefCell::default(),
    };
    examples::check_all(model, &mut document.problems.borrow_mut());
    let mut body = Page::new(options.code);
    let sections = sections::of(model);
    document.connecting(&mut body);
    for section in &sections {
        document.section(&mut body, section);
    }
    document.events(&mut body);
    let types = document.types();
    for page in types.values() {
        body.append(page);
    }
    let mut page = Page::new(options.code);
    if options.code == Code::Fenced {
        document.head(&mut page, &sections, !types.is_empty());
        document.statuses(&mut body);
    }
    page.append(&body);
    document.problems.into_inner().into_result(page.into_text())
}

impl Document<'_> {
    /// The legend and the table of contents.
    fn head(&self, page: &mut Page, sections: &[Section<'_>], has_types: bool) {
        let words = &self.labels.words;
        page.block(0, &[&self.labels.sentences.legend]);
        page.block(0, &[format!("# {}", words.contents)]);
        page.break_before();
        if self.initial_data().is_some() {
            page.field(0, &format!("[{}](#{})", words.connecting, connecting::ANCHOR));
        }
        for section in sections {
            page.field(0, &format!("[{}](#{})", escape(section.title), section.anchor));
            for method in &section.methods {
                let title = self.bare_title(&method.doc, &method.name, method.deprecated.is_some());
                page.field(
                    LEVEL,
                    &format!("[{title}](#{})", self.names.of_method(&method.name)),
                );
            }
        }
        self.contents_of_events(page);
        if has_types {
            page.field(0, &format!("[{}](#types)", words.types));
        }
        page.field(0, &format!("[{}](#status-codes)", words.statuses));
    }

    /// An anchor, in documents that have them.
    pub(super) fn anchor(&self, page: &mut Page, name: &str) {
        if self.code == Code::Fenced {
            page.block(0, &[format!("<a id=\"{name}\"></a>")]);
        }
    }

    fn section(&self, page: &mut Page, section: &Section<'_>) {
        self.anchor(page, &section.anchor);
        page.block(0, &[format!("# {}", escape(section.title))]);
        for intro in &section.intros {
            page.block(0, &lines(&Doc::read(intro, &self.names).blocks));
        }
        for method in &section.methods {
            self.method(page, method);
        }
    }

    fn method(&self, page: &mut Page, method: &Method) {
        let (title, body) = Doc::read(&method.doc, &self.names).into_title();
        let title = title
            .filter(|title| !title.is_empty())
            .unwrap_or_else(|| in_words(&method.name));
        self.anchor(page, self.names.of_method(&method.name));
        page.block(0, &[format!("## {title} [{}]", escape(&method.name))]);
        if let Some(note) = &method.deprecated {
            self.deprecated(page, 0, note);
        }
        page.block(0, &lines(&body));
        let examples = examples::of_method(self.model, method, &mut self.problems.borrow_mut());
        self.request(page, method, &examples);
        self.response(page, method, &examples);
        if self.code == Code::Fenced
            && let Some(lines) = call::lines(self.model, method, examples.request.as_ref())
        {
            page.item(0, &self.labels.words.example);
            page.fence(LEVEL, "ts", &lines);
        }
    }

    /// The title of a method or an event for a link, which holds no link itself.
    pub(super) fn bare_title(&self, doc: &str, name: &str, is_deprecated: bool) -> String {
        let (title, _) = Doc::read(doc, &Bare(&self.names)).into_title();
        let title = title
            .filter(|title| !title.is_empty())
            .map_or_else(|| in_words(name), |title| without_links(&title));
        if is_deprecated {
            format!("~~{title}~~")
        } else {
            title
        }
    }

    fn request(&self, page: &mut Page, method: &Method, examples: &Examples) {
        let is_empty = match &method.input {
            Input::Params(params) => params.is_empty(),
            Input::Bind(ty) => self.is_nothing(Side::Input, ty),
        };
        if is_empty {
            return;
        }
        page.item(0, &self.labels.words.request);
        match &method.input {
            Input::Params(params) => {
                self.field_list(page, LEVEL, Side::Input, &params.iter().collect::<Vec<_>>(), None);
            }
            Input::Bind(ty) => self.payload(page, LEVEL, Side::Input, ty),
        }
        self.content(page, LEVEL, examples.request.as_ref());
    }

    fn response(&self, page: &mut Page, method: &Method, examples: &Examples) {
        page.item(0, &self.labels.words.response);
        page.item(LEVEL, "StatusOK");
        let mut indent = 2 * LEVEL;
        if method.output.is_stream() {
            page.item(indent, &self.labels.words.stream);
            indent += LEVEL;
        }
        self.payload(page, indent, Side::Output, method.output.ty());
        self.content(page, indent, examples.response.as_ref());
        for (error, example) in method.errors.iter().zip(&examples.errors) {
            page.item(LEVEL, &status(error));
            page.block(2 * LEVEL, &lines(&Doc::read(&error.doc, &self.names).blocks));
            if let Some(data) = &error.data {
                self.payload(page, 2 * LEVEL, Side::Output, data);
            }
            self.content(page, 2 * LEVEL, example.as_ref());
        }
    }

    pub(super) fn content(&self, page: &mut Page, indent: usize, example: Option<&serde_json::Value>) {
        if let Some(example) = example {
            page.item(indent, &self.labels.words.content);
            page.json(indent, &json::lines(example));
        }
    }

    /// The named types that are mentioned, by name. Writing one may mention others.
    fn types(&self) -> BTreeMap<String, Page> {
        let mut pages = BTreeMap::new();
        let mut written: BTreeMap<&str, Vec<Side>> = BTreeMap::new();
        loop {
            let mentioned = self.names.mentioned();
            if mentioned == written {
                break;
            }
            for (name, sides) in &mentioned {
                if written.get(name) != Some(sides) {
                    pages.insert((*name).to_owned(), self.named_type(name, sides));
                }
            }
            written = mentioned;
        }
        // The heading of the section comes with the first of its types.
        if let Some(first) = pages.values_mut().next() {
            let mut page = Page::new(self.code);
            self.anchor(&mut page, "types");
            page.block(0, &[format!("# {}", self.labels.words.types)]);
            page.append(first);
            *first = page;
        }
        pages
    }

    fn named_type(&self, name: &str, sides: &[Side]) -> Page {
        let types: Vec<(Side, &Type)> = sides
            .iter()
            .filter_map(|side| Some((*side, self.model.named(*side, name)?)))
            .collect();
        let mut page = Page::new(self.code);
        self.anchor(&mut page, self.names.of_type(name));
        page.block(0, &[format!("## {}", escape(name))]);
        let Some((_, ty)) = types.first() else { return page };
        if ty.notes.deprecated {
            self.deprecated(&mut page, 0, "");
        }
        let doc = Doc::read(&ty.notes.doc, &self.names);
        match self.describes(name, &doc) {
            Some(place) => page.block(
                0,
                &[fill(&self.labels.sentences.described_at, &[("place", &place)])],
            ),
            None => page.block(0, &lines(&doc.blocks)),
        }
        let write = |indent: usize| {
            let write_one = |(side, ty): &(Side, &Type)| {
                let mut page = Page::new(self.code);
                self.definition(&mut page, indent, *side, ty);
                self.content(&mut page, indent, examples::given(&ty.notes).as_ref());
                (*side, page)
            };
            types.iter().map(write_one).collect::<Vec<_>>()
        };
        // A type that differs by direction, as where a field has a default, is shown as it is sent and as it is received.
        match write(0).as_slice() {
            [(_, one)] => page.append(one),
            [(_, one), (_, other)] if one == other => page.append(one),
            _ => {
                for (side, definition) in write(LEVEL) {
                    let words = &self.labels.words;
                    page.item(
                        0,
                        if side == Side::Input {
                            &words.request
                        } else {
                            &words.response
                        },
                    );
                    page.append(&definition);
                }
            }
        }
        page
    }

    /// The place that says already what the comment of a type says: that of an event which carries it, or of what a client
    /// says when it connects.
    fn describes(&self, name: &str, doc: &Doc) -> Option<String> {
        let is_own = |ty: &Type| !ty.nullable && matches!(&ty.kind, Kind::Named(own) if own == name);
        if doc.blocks.is_empty() {
            return None;
        }
        if self.initial_data().is_some_and(is_own) {
            return Some(self.names.link(&self.labels.words.connecting, connecting::ANCHOR));
        }
        let says_it = |event: &&Event| is_own(&event.data) && Doc::read(&event.doc, &self.names) == *doc;
        let event = self.model.events.iter().find(says_it)?;
        Some(self.names.event_reference(&event.name))
    }

    /// Every code that a call may end with.
    fn statuses(&self, page: &mut Page) {
        let sentences = &self.labels.sentences;
        self.anchor(page, "status-codes");
        page.block(0, &[format!("# {}", self.labels.words.statuses)]);
        let meaning = |status: Status| self.labels.meaning(status).unwrap_or_default().to_owned();
        page.item(0, &coded("OK", 0, &meaning(Status::Ok)));
        page.block(LEVEL, &[&sentences.used_by_all]);
        for ((code, name), uses) in self.uses() {
            let said = || {
                uses.iter()
                    .find_map(|(_, error)| self.first_sentence(&error.doc))
                    .unwrap_or_default()
            };
            let meaning = Status::from_code(code)
                .filter(|status| status.name() == name)
                .map_or_else(said, meaning);
            page.item(0, &coded(name, code, &meaning));
            let mut methods: Vec<String> = uses
                .iter()
                .map(|(method, _)| self.names.method_reference(&method.name))
                .collect();
            methods.dedup();
            let methods = methods.join(&sentences.list_separator);
            page.block(LEVEL, &[fill(&sentences.used_by, &[("methods", &methods)])]);
        }
        page.block(0, &[&sentences.faults]);
        page.break_before();
        for status in FAULTS {
            page.field(0, &coded(status.name(), status.code(), &meaning(*status)));
        }
    }

    /// The declared errors by code, with the methods that declare them.
    fn uses(&self) -> BTreeMap<(u16, &str), Vec<(&Method, &ErrorVariant)>> {
        let mut uses: BTreeMap<(u16, &str), Vec<_>> = BTreeMap::new();
        for method in self.model.methods() {
            for error in &method.errors {
                uses.entry((error.code, &error.status))
                    .or_default()
                    .push((method, error));
            }
        }
        uses
    }

    fn first_sentence(&self, doc: &str) -> Option<String> {
        Doc::read(doc, &self.names).first_sentence().map(str::to_owned)
    }
}

/// The heading of an error: `StatusFull`, or `StatusClosed (101)` for a code of the method's own.
fn status(error: &ErrorVariant) -> String {
    let name = escape(&error.status);
    if error.code < Status::FIRST_CUSTOM {
        format!("Status{name}")
    } else {
        format!("Status{name} ({})", error.code)
    }
}

fn coded(name: &str, code: u16, meaning: &str) -> String {
    let head = format!("Status{} ({code})", escape(name));
    if meaning.is_empty() {
        head
    } else {
        format!("{head} - {meaning}")
    }
}

/// Finds what the document has, and gives no links.
struct Bare<'a, 'm>(&'a Names<'m>);

impl Links for Bare<'_, '_> {
    fn find(&self, path: &str) -> Option<Link> {
        self.0.find(path).map(|link| Link { href: None, ..link })
    }
}

/// The text of links to the web, without their targets.
fn without_links(title: &str) -> String {
    match regex_lite::Regex::new(r"!?\[([^\[\]]*)\]\([^()]*\)") {
        Ok(link) => link.replace_all(title, "$1").into_owned(),
        Err(_) => title.to_owned(),
    }
}
