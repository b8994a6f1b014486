//! What a document says, before anybody decides how it looks. The Markdown and the site are both printed from here, so
//! they cannot differ in content.
//!
//! A text of one line is Markdown that is fit to stand anywhere: names are escaped, links lead to anchors of the document.

use serde_json::Value;

use super::blocks::Block;
use super::doc::Doc;
use super::labels::Labels;

/// A document.
#[derive(Debug)]
pub(crate) struct Document<'a> {
    /// What the API is called, as it is.
    pub(crate) title: String,
    /// One sentence about it, a text.
    pub(crate) introduction: String,
    /// The language.
    pub(crate) labels: &'a Labels,
    /// The sections in their order: how to begin, connecting, groups, events, types, status codes.
    pub(crate) sections: Vec<Section>,
}

/// What stands under one heading of the first level.
#[derive(Debug)]
pub(crate) struct Section {
    pub(crate) anchor: String,
    /// The heading, a text.
    pub(crate) title: String,
    pub(crate) kind: SectionKind,
    /// What is said about all of it.
    pub(crate) body: Vec<Block>,
    /// What belongs to the section itself.
    pub(crate) parts: Vec<Part>,
    /// Its methods, events or types.
    pub(crate) entries: Vec<Entry>,
}

/// What a section is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SectionKind {
    Started,
    Connecting,
    Group,
    /// The methods without a group, which the title of the API says nothing about.
    Methods,
    Events,
    Types,
    Statuses,
}

/// A method, an event or a named type.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) anchor: String,
    /// The heading, a text.
    pub(crate) title: String,
    /// The heading without links, for links to it.
    pub(crate) bare_title: String,
    /// The name on the wire of a method or an event, as it is.
    pub(crate) name: Option<String>,
    /// The quote that says so, if it should not be used any more.
    pub(crate) deprecated: Option<Block>,
    pub(crate) body: Vec<Block>,
    /// What the server promises or asks for beyond fields, one text each.
    pub(crate) facts: Vec<String>,
    pub(crate) parts: Vec<Part>,
}

/// A piece of an entry.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Part {
    /// Parts that belong together.
    Under(Label, Vec<Part>),
    /// A response, by its status.
    Status(Status),
    /// The form of the channels of an event, a text.
    Channel(String),
    /// The fields of a struct.
    Fields(Vec<Field>),
    /// The files that go with a call.
    Files(Vec<Field>),
    /// What is no struct. The field has no name.
    Value(Field),
    /// The values of an enum without data, each as a field without a type.
    Values(Vec<Field>),
    /// Alternatives: forms, fields or values.
    OneOf(Vec<Part>),
    /// One form of an enum with data, as a field without a type.
    Form(Field),
    /// An example of the data.
    Content(Value),
    /// TypeScript that uses it, in lines.
    Call(Vec<String>),
    /// A paragraph, a text.
    Text(String),
    /// Status codes and what they mean.
    Codes(Vec<Code>),
}

/// What parts have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    Request,
    Response,
    Stream,
    Data,
}

/// One response.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Status {
    /// The name as it stands in Rust and in TypeScript.
    pub(crate) name: String,
    pub(crate) code: u16,
    pub(crate) doc: Vec<Block>,
    pub(crate) parts: Vec<Part>,
}

/// A field, or what is written like one.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Field {
    /// A text.
    pub(crate) name: String,
    /// The type with its mark, a text.
    pub(crate) notation: Option<String>,
    /// What its mark means; nothing for what has none.
    pub(crate) presence: Option<Presence>,
    /// What its author says.
    pub(crate) doc: Doc,
    /// What a value has to fulfil beyond its type, one text each.
    pub(crate) limits: Vec<String>,
    pub(crate) deprecated: bool,
    /// The fields of a type without a name, which has no other place in the document.
    pub(crate) fields: Vec<Field>,
    /// What else belongs to it.
    pub(crate) parts: Vec<Part>,
}

/// What the mark behind a type means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    /// `!`: always there and never null.
    Always,
    /// `?`: always there, but perhaps null.
    Nullable,
    /// No mark: it may be left out.
    Optional,
}

impl Presence {
    /// Of a field or a value.
    pub(crate) fn of(is_required: bool, is_nullable: bool) -> Presence {
        match (is_required, is_nullable) {
            (false, _) => Presence::Optional,
            (true, true) => Presence::Nullable,
            (true, false) => Presence::Always,
        }
    }

    /// The mark.
    pub(crate) fn mark(self) -> &'static str {
        match self {
            Presence::Always => "!",
            Presence::Nullable => "?",
            Presence::Optional => "",
        }
    }
}

/// A status code in the table of all.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Code {
    pub(crate) name: String,
    pub(crate) code: u16,
    /// A text; empty if nothing is known.
    pub(crate) meaning: String,
    /// Who answers with it, a text.
    pub(crate) uses: Option<String>,
}
