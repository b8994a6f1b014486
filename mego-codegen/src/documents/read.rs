//! From the model to the tree: groups, methods and named types.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::model::{ErrorVariant, Input, Kind, Method, Model, Side, Type};
use crate::problem::Problems;
use crate::typescript::Options;

use super::blocks::Block;
use super::call::Style;
use super::doc::Doc;
use super::examples::{self, Examples};
use super::inline::{Inline, escape};
use super::labels::{Labels, fill};
use super::links::{Link, Links};
use super::medium::Medium;
use super::names::{Names, in_words};
use super::sections;
use super::tree::{Document, Entry, Label, Part, Section, SectionKind, Status};
use super::{call, connecting};

/// Reads the model into a tree.
pub(super) struct Reader<'a> {
    pub(super) model: &'a Model,
    pub(super) labels: &'a Labels,
    pub(super) names: Names<'a>,
    pub(super) medium: Medium,
    /// How calls are shown.
    pub(super) style: Style,
    problems: RefCell<Problems>,
}

/// The document of an API in one language.
///
/// # Errors
/// Every example that does not fit its type.
pub(crate) fn read<'a>(
    model: &'a Model,
    labels: &'a Labels,
    client: Options,
    medium: Medium,
) -> Result<Document<'a>, Problems> {
    let reader = Reader {
        model,
        labels,
        names: Names::new(model, medium.has_anchors()),
        medium,
        style: Style::new(client, medium),
        problems: RefCell::default(),
    };
    examples::check_all(model, &mut reader.problems.borrow_mut());
    let mut sections: Vec<Section> = reader.started().into_iter().chain(reader.connecting()).collect();
    sections.extend(sections::of(model).iter().map(|section| reader.group(section)));
    sections.extend(reader.events());
    // Last of what mentions types, for it shows those that were mentioned.
    sections.extend(reader.types());
    sections.push(reader.statuses());
    let title = title(model);
    let document = Document {
        introduction: fill(&labels.sentences.introduction, &[("title", &escape(&title))]),
        title,
        labels,
        sections,
    };
    reader.problems.into_inner().into_result(document)
}

impl Reader<'_> {
    fn group(&self, section: &sections::Section<'_>) -> Section {
        let intros = section.intros.iter();
        Section {
            anchor: section.anchor.clone(),
            title: escape(section.title),
            kind: if section.is_named {
                SectionKind::Group
            } else {
                SectionKind::Methods
            },
            body: intros
                .flat_map(|intro| Doc::read(intro, &self.names).blocks)
                .collect(),
            parts: Vec::new(),
            entries: section.methods.iter().map(|method| self.method(method)).collect(),
        }
    }

    fn method(&self, method: &Method) -> Entry {
        let examples = examples::of_method(self.model, method, &mut self.problems.borrow_mut());
        let mut parts = Vec::new();
        let request = self.request(method, &examples);
        if !request.is_empty() {
            parts.push(Part::Under(Label::Request, request));
        }
        parts.push(Part::Under(Label::Response, self.response(method, &examples)));
        parts.extend(
            call::of(self.model, self.style, method, examples.request.as_ref())
                .map(|call| Part::Call(call.lines)),
        );
        Entry {
            anchor: self.names.of_method(&method.name).to_owned(),
            facts: self.facts(method),
            parts,
            ..self.titled(&method.doc, &method.name, method.deprecated.as_deref())
        }
    }

    /// What a doc comment says of a method or an event as a whole.
    pub(super) fn titled(&self, doc: &str, name: &str, deprecated: Option<&str>) -> Entry {
        let (title, body) = Doc::read(doc, &self.names).into_title();
        let (bare, _) = Doc::read(doc, &Bare(&self.names)).into_title();
        let or_words = |title: Option<String>| {
            title
                .filter(|title| !title.is_empty())
                .unwrap_or_else(|| in_words(name))
        };
        Entry {
            anchor: String::new(),
            title: or_words(title),
            bare_title: without_links(&or_words(bare)),
            name: Some(name.to_owned()),
            deprecated: deprecated.map(|note| self.deprecated(note)),
            body,
            facts: Vec::new(),
            parts: Vec::new(),
        }
    }

    /// The note that something should not be used any more.
    fn deprecated(&self, note: &str) -> Block {
        let sentences = &self.labels.sentences;
        let mut blocks = Doc::read(note, &self.names).blocks;
        let text = match blocks.first() {
            Some(Block::Paragraph(paragraph)) => {
                let text = fill(&sentences.deprecated_note, &[("note", paragraph.text())]);
                blocks.remove(0);
                text
            }
            _ => sentences.deprecated.clone(),
        };
        blocks.insert(0, Block::Paragraph(Inline::plain(text)));
        Block::Quote(blocks)
    }

    fn request(&self, method: &Method, examples: &Examples) -> Vec<Part> {
        let mut parts = match &method.input {
            Input::Params(params) => self.field_list(Side::Input, &params.iter().collect::<Vec<_>>(), None),
            Input::Bind(ty) => self.payload(Side::Input, ty),
        };
        parts.extend(self.files(&method.files));
        if !parts.is_empty() {
            parts.extend(content(examples.request.as_ref()));
        }
        parts
    }

    fn response(&self, method: &Method, examples: &Examples) -> Vec<Part> {
        let mut parts = self.payload(Side::Output, method.output.ty());
        parts.extend(content(examples.response.as_ref()));
        if method.output.is_stream() {
            parts = vec![Part::Under(Label::Stream, parts)];
        }
        let ok = Part::Status(Status {
            name: mego::Status::Ok.name().to_owned(),
            code: mego::Status::Ok.code(),
            doc: Vec::new(),
            parts,
        });
        let errors = method.errors.iter().zip(&examples.errors);
        let errors = errors.map(|(error, example)| self.error(error, example.as_ref()));
        std::iter::once(ok).chain(errors).collect()
    }

    fn error(&self, error: &ErrorVariant, example: Option<&serde_json::Value>) -> Part {
        let data = error.data.as_ref();
        let mut parts = data.map_or_else(Vec::new, |data| self.payload(Side::Output, data));
        parts.extend(content(example));
        Part::Status(Status {
            name: error.status.clone(),
            code: error.code,
            doc: Doc::read(&error.doc, &self.names).blocks,
            parts,
        })
    }

    /// The named types that are mentioned, by name. To read one may mention others.
    fn types(&self) -> Option<Section> {
        let mut entries: BTreeMap<String, Entry> = BTreeMap::new();
        let mut read: BTreeMap<&str, Vec<Side>> = BTreeMap::new();
        loop {
            let mentioned = self.names.mentioned();
            if mentioned == read {
                break;
            }
            for (name, sides) in &mentioned {
                if read.get(name) != Some(sides) {
                    entries.insert((*name).to_owned(), self.named_type(name, sides));
                }
            }
            read = mentioned;
        }
        (!entries.is_empty()).then(|| Section {
            anchor: "types".to_owned(),
            title: self.labels.words.types.clone(),
            kind: SectionKind::Types,
            body: Vec::new(),
            parts: Vec::new(),
            entries: entries.into_values().collect(),
        })
    }

    fn named_type(&self, name: &str, sides: &[Side]) -> Entry {
        let types: Vec<(Side, &Type)> = sides
            .iter()
            .filter_map(|side| Some((*side, self.model.named(*side, name)?)))
            .collect();
        let notes = types.first().map(|(_, ty)| &ty.notes);
        let doc = notes.map_or_else(Doc::default, |notes| Doc::read(&notes.doc, &self.names));
        let body = match self.describes(name, &doc) {
            Some(place) => {
                let sentence = fill(&self.labels.sentences.described_at, &[("place", &place)]);
                vec![Block::Paragraph(Inline::plain(sentence))]
            }
            None => doc.blocks,
        };
        let mut definitions = types.iter().map(|(side, ty)| {
            let mut parts = self.definition(*side, ty);
            parts.extend(content(examples::given(&ty.notes).as_ref()));
            parts
        });
        // A type that differs by direction, as where a field has a default, is shown as it is sent and as it is received.
        let parts = match (definitions.next(), definitions.next()) {
            (Some(sent), Some(received)) if sent != received => vec![
                Part::Under(Label::Request, sent),
                Part::Under(Label::Response, received),
            ],
            (one, _) => one.unwrap_or_default(),
        };
        Entry {
            anchor: self.names.of_type(name).to_owned(),
            title: escape(name),
            bare_title: escape(name),
            name: None,
            deprecated: notes
                .is_some_and(|notes| notes.deprecated)
                .then(|| self.deprecated("")),
            body,
            facts: Vec::new(),
            parts,
        }
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
        let mut events = self.model.events.iter();
        let event = events.find(|event| is_own(&event.data) && Doc::read(&event.doc, &self.names) == *doc)?;
        Some(self.names.event_reference(&event.name))
    }
}

/// What the API is called in a heading.
fn title(model: &Model) -> String {
    model.title.clone().unwrap_or_else(|| in_words(&model.name))
}

/// An example, if there is one.
pub(super) fn content(example: Option<&serde_json::Value>) -> Option<Part> {
    example.cloned().map(Part::Content)
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
