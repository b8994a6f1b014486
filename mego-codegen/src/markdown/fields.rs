//! Fields, values and the forms of an enum: everything that says what a piece of data looks like.

use serde_json::Value;

use crate::model::{Field, Kind, Literal, Model, Object, Side, Tagging, Type, Union, Variant};

use super::blocks::{Block, lines};
use super::check::all_fields;
use super::doc::Doc;
use super::document::Document;
use super::inline::{Inline, escape};
use super::page::{LEVEL, Page};
use super::width::joint;
use super::{brackets, notation};

impl Document<'_> {
    /// What a caller sends or gets as one value: its fields, or its type where it has none.
    pub(super) fn payload(&self, page: &mut Page, indent: usize, side: Side, ty: &Type) {
        if self.is_nothing(side, ty) {
            return;
        }
        match self.object_of(side, ty) {
            Some(object) => self.object(page, indent, side, object),
            None => {
                let notation = notation::marked(&self.names, self.model, side, ty, true);
                self.value(page, indent, side, ty, &notation);
            }
        }
    }

    /// The same for a type that is described in this place, and not under its name.
    pub(super) fn own_payload(&self, page: &mut Page, indent: usize, side: Side, ty: &Type) {
        let mut ty = own(self.model, side, ty).clone();
        // What it says stands above already.
        ty.notes.doc.clear();
        if has_forms(&ty) {
            self.definition(page, indent, side, &ty);
        } else {
            self.payload(page, indent, side, &ty);
        }
    }

    /// Whether there is nothing to say about a value: `()`, or a struct without fields.
    pub(super) fn is_nothing(&self, side: Side, ty: &Type) -> bool {
        match self.resolved(side, ty).map(|ty| &ty.kind) {
            Some(Kind::Null | Kind::Unit) => true,
            Some(Kind::Object(object)) => {
                object.rest.is_none() && all_fields(self.model, side, object).is_empty()
            }
            _ => false,
        }
    }

    /// The struct that a type is, looking through its names; not where it may be null, for then its type has to be said.
    fn object_of<'t>(&'t self, side: Side, ty: &'t Type) -> Option<&'t Object> {
        match &self.resolved(side, ty)?.kind {
            Kind::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The type behind a name, unless it may be null on the way there.
    fn resolved<'t>(&'t self, side: Side, mut ty: &'t Type) -> Option<&'t Type> {
        // Names form no cycle without something in between, but a broken contract might.
        for _ in 0..16 {
            match &ty.kind {
                _ if ty.nullable => return None,
                Kind::Named(name) => ty = self.model.named(side, name)?,
                _ => return Some(ty),
            }
        }
        None
    }

    /// The label for fields, and the fields.
    pub(super) fn object(&self, page: &mut Page, indent: usize, side: Side, object: &Object) {
        let fields = all_fields(self.model, side, object);
        self.field_list(page, indent, side, &fields, object.rest.as_deref());
    }

    pub(super) fn field_list(
        &self,
        page: &mut Page,
        indent: usize,
        side: Side,
        fields: &[&Field],
        rest: Option<&Type>,
    ) {
        if fields.is_empty() && rest.is_none() {
            return;
        }
        page.item(indent, &self.labels.words.fields);
        self.fields(page, indent + LEVEL, side, fields, rest);
    }

    fn fields(&self, page: &mut Page, indent: usize, side: Side, fields: &[&Field], rest: Option<&Type>) {
        for field in fields {
            self.field(page, indent, side, field);
        }
        if let Some(rest) = rest {
            let notation = notation::unmarked(&self.names, side, rest);
            page.field(
                indent,
                &format!("… ({notation}) - {}", self.labels.words.other_field),
            );
        }
    }

    fn field(&self, page: &mut Page, indent: usize, side: Side, field: &Field) {
        let notation = notation::marked(&self.names, self.model, side, &field.ty, field.required);
        let head = format!("{} ({notation})", escape(&field.name));
        let notes = &field.ty.notes;
        let doc = Doc::read(&notes.doc, &self.names);
        self.described(
            page,
            indent,
            &head,
            doc,
            notes.deprecated,
            brackets::of(self.labels, side, &field.ty),
        );
        // A struct without a name has no place of its own in the document.
        match &innermost(&field.ty).kind {
            Kind::Object(object) => {
                let fields = all_fields(self.model, side, object);
                self.fields(page, indent + LEVEL, side, &fields, object.rest.as_deref());
            }
            Kind::Union(Union::Tagged { tagging, variants }) => {
                self.forms(page, indent + LEVEL, side, tagging, variants);
            }
            _ => {}
        }
    }

    /// An item with what its author says about it: behind it if that is one sentence, else as paragraphs below.
    fn described(
        &self,
        page: &mut Page,
        indent: usize,
        head: &str,
        mut doc: Doc,
        deprecated: bool,
        brackets: Option<String>,
    ) {
        let brackets = brackets.unwrap_or_default();
        if doc.blocks.is_empty() && !brackets.is_empty() {
            page.field(indent, &format!("{head} {brackets}"));
        } else if let Some(sentence) = doc.one_sentence() {
            page.field(
                indent,
                &format!("{head} - {sentence}{}{brackets}", joint(sentence, &brackets)),
            );
            doc.blocks.clear();
        } else {
            page.field(indent, head);
            if !brackets.is_empty() {
                append(&mut doc.blocks, &brackets);
            }
        }
        if deprecated {
            self.deprecated(page, indent + LEVEL, "");
        }
        page.block(indent + LEVEL, &lines(&doc.blocks));
    }

    /// A value that is not an object.
    pub(super) fn value(&self, page: &mut Page, indent: usize, side: Side, ty: &Type, notation: &str) {
        page.break_before();
        let head = format!("{} ({notation})", self.labels.words.value);
        // What is said about a named type stands where the type does.
        let doc = Doc::read(&ty.notes.doc, &self.names);
        self.described(
            page,
            indent,
            &head,
            doc,
            false,
            brackets::of(self.labels, side, ty),
        );
        match &innermost(ty).kind {
            Kind::Object(object) => self.object(page, indent + LEVEL, side, object),
            Kind::Union(Union::Tagged { tagging, variants }) => {
                self.forms(page, indent + LEVEL, side, tagging, variants);
            }
            _ => {}
        }
    }

    /// What a named type is.
    pub(super) fn definition(&self, page: &mut Page, indent: usize, side: Side, ty: &Type) {
        match &ty.kind {
            Kind::Object(object) => self.object(page, indent, side, object),
            Kind::Literals(literals)
                if literals
                    .iter()
                    .any(|literal| !literal.doc.is_empty() || literal.deprecated) =>
            {
                page.item(indent, &self.labels.words.value);
                for literal in literals {
                    let head = notation::literal(literal);
                    let doc = Doc::read(&literal.doc, &self.names);
                    self.described(page, indent + LEVEL, &head, doc, literal.deprecated, None);
                }
            }
            Kind::Union(Union::Tagged { tagging, variants }) => {
                self.forms(page, indent, side, tagging, variants);
            }
            Kind::Union(Union::Untagged(members)) if members.iter().any(needs_place) => {
                page.item(indent, &self.labels.words.one_of);
                for member in members {
                    match &member.kind {
                        Kind::Object(object) => self.object(page, indent + LEVEL, side, object),
                        _ => {
                            let notation = notation::unmarked(&self.names, side, member);
                            self.value(page, indent + LEVEL, side, member, &notation);
                        }
                    }
                }
            }
            _ => {
                let notation = notation::unmarked(&self.names, side, ty);
                // The comment of the type stands under its heading already.
                let mut ty = ty.clone();
                ty.notes.doc.clear();
                self.value(page, indent, side, &ty, &notation);
            }
        }
    }

    /// The variants of an enum with data, each as it looks in JSON.
    fn forms(&self, page: &mut Page, indent: usize, side: Side, tagging: &Tagging, variants: &[Variant]) {
        page.item(indent, &self.labels.words.one_of);
        for variant in variants {
            let in_place = Value::from(variant.name.as_str());
            let head = match (tagging, &variant.content) {
                (Tagging::External, None) => escape(&in_place.to_string()),
                _ => escape(&variant.name),
            };
            page.break_before();
            let doc = Doc::read(&variant.doc, &self.names);
            self.described(page, indent + LEVEL, &head, doc, variant.deprecated, None);

            let tag = |name: &str| {
                let literal = Literal {
                    value: in_place.clone(),
                    doc: String::new(),
                    deprecated: false,
                };
                field(name, Type::of(Kind::Literals(vec![literal])))
            };
            let content = |name: &str| variant.content.clone().map(|ty| field(name, ty));
            let own: Vec<Field> = match tagging {
                Tagging::External => content(&variant.name).into_iter().collect(),
                Tagging::Internal { tag: name } => vec![tag(name)],
                Tagging::Adjacent {
                    tag: name,
                    content: place,
                } => [tag(name)].into_iter().chain(content(place)).collect(),
            };
            let mut fields: Vec<&Field> = own.iter().collect();
            let mut rest = None;
            if let (
                Tagging::Internal { .. },
                Some(Type {
                    kind: Kind::Object(object),
                    ..
                }),
            ) = (tagging, &variant.content)
            {
                fields.extend(all_fields(self.model, side, object));
                rest = object.rest.as_deref();
            }
            self.field_list(page, indent + 2 * LEVEL, side, &fields, rest);
        }
    }

    /// The note that something should not be used any more.
    pub(super) fn deprecated(&self, page: &mut Page, indent: usize, note: &str) {
        let sentences = &self.labels.sentences;
        let mut blocks = Doc::read(note, &self.names).blocks;
        let text = match blocks.first() {
            Some(Block::Paragraph(paragraph)) => {
                let text = super::labels::fill(&sentences.deprecated_note, &[("note", paragraph.text())]);
                blocks.remove(0);
                text
            }
            _ => sentences.deprecated.clone(),
        };
        blocks.insert(0, Block::Paragraph(Inline::plain(text)));
        page.block(indent, &lines(&[Block::Quote(blocks)]));
    }
}

/// The type behind the name of a type that may not be null.
pub(super) fn own<'t>(model: &'t Model, side: Side, ty: &'t Type) -> &'t Type {
    match &ty.kind {
        Kind::Named(name) if !ty.nullable => model.named(side, name).unwrap_or(ty),
        _ => ty,
    }
}

/// Whether there is more to say of a value than the notation of its type.
fn has_forms(ty: &Type) -> bool {
    match &ty.kind {
        _ if ty.nullable => false,
        Kind::Union(_) => true,
        Kind::Literals(literals) => literals
            .iter()
            .any(|literal| !literal.doc.is_empty() || literal.deprecated),
        _ => false,
    }
}

fn field(name: &str, ty: Type) -> Field {
    Field {
        name: name.to_owned(),
        ty,
        required: true,
    }
}

/// What lists and maps hold in the end.
fn innermost(ty: &Type) -> &Type {
    match &ty.kind {
        Kind::Array(item, _) | Kind::Set(item) | Kind::Map(_, item) => innermost(item),
        _ => ty,
    }
}

/// Whether a member of an untagged enum cannot be said by its notation alone.
fn needs_place(member: &Type) -> bool {
    !member.notes.doc.is_empty() || matches!(innermost(member).kind, Kind::Object(_) | Kind::Union(_))
}

/// Puts brackets behind the last paragraph of a description.
fn append(blocks: &mut Vec<Block>, brackets: &str) {
    match blocks.last_mut() {
        Some(Block::Paragraph(paragraph)) => {
            let text = format!(
                "{}{}{brackets}",
                paragraph.text(),
                joint(paragraph.text(), brackets)
            );
            *paragraph = Inline::plain(text);
        }
        _ => blocks.push(Block::Paragraph(Inline::plain(brackets))),
    }
}
