//! Fields, values and the forms of an enum: everything that says what a piece of data looks like.

use serde_json::Value;

use crate::model::{Field as ModelField, Kind, Literal, Model, Object, Side, Tagging, Type, Union, Variant};

use super::brackets;
use super::check::all_fields;
use super::doc::Doc;
use super::inline::escape;
use super::notation;
use super::read::Reader;
use super::tree::{Field, Part, Presence};

impl Reader<'_> {
    /// What a caller sends or gets as one value: its fields, or its type where it has none.
    pub(super) fn payload(&self, side: Side, ty: &Type) -> Vec<Part> {
        if self.is_nothing(side, ty) {
            return Vec::new();
        }
        match self.object_of(side, ty) {
            Some(object) => self.object(side, object),
            None => {
                let presence = Presence::of(true, self.model.is_nullable(side, ty));
                vec![self.value(side, ty, Some(presence))]
            }
        }
    }

    /// The same for a type that is described in this place, and not under its name.
    pub(super) fn own_payload(&self, side: Side, ty: &Type) -> Vec<Part> {
        let mut ty = own(self.model, side, ty).clone();
        // What it says stands above already.
        ty.notes.doc.clear();
        if has_forms(&ty) {
            self.definition(side, &ty)
        } else {
            self.payload(side, &ty)
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
    pub(super) fn resolved<'t>(&'t self, side: Side, mut ty: &'t Type) -> Option<&'t Type> {
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

    /// The fields under their label; nothing where there are none.
    fn object(&self, side: Side, object: &Object) -> Vec<Part> {
        let fields = all_fields(self.model, side, object);
        self.field_list(side, &fields, object.rest.as_deref())
    }

    pub(super) fn field_list(&self, side: Side, fields: &[&ModelField], rest: Option<&Type>) -> Vec<Part> {
        let fields = self.fields(side, fields, rest);
        if fields.is_empty() {
            Vec::new()
        } else {
            vec![Part::Fields(fields)]
        }
    }

    fn fields(&self, side: Side, fields: &[&ModelField], rest: Option<&Type>) -> Vec<Field> {
        let mut list: Vec<Field> = fields.iter().map(|field| self.field(side, field)).collect();
        if let Some(rest) = rest {
            list.push(Field {
                name: "…".to_owned(),
                notation: Some(notation::unmarked(&self.names, side, rest)),
                presence: Some(Presence::Optional),
                doc: Doc::plain(&self.labels.words.other_field),
                ..Field::default()
            });
        }
        list
    }

    fn field(&self, side: Side, field: &ModelField) -> Field {
        let notes = &field.ty.notes;
        let is_nullable = self.model.is_nullable(side, &field.ty);
        let presence = Presence::of(field.required, is_nullable);
        let notation = notation::marked(&self.names, side, &field.ty, presence);
        let mut limits = brackets::of(self.labels, side, &field.ty);
        let null = brackets::null(self.labels, side, field, is_nullable, self.names.has_anchors());
        limits.extend(null.map(|phrase| phrase.with(&[])));
        // A struct without a name has no place of its own in the document.
        let inner = innermost(&field.ty);
        let (fields, parts) = match &inner.kind {
            Kind::Object(object) => {
                let fields = all_fields(self.model, side, object);
                (self.fields(side, &fields, object.rest.as_deref()), Vec::new())
            }
            Kind::Union(Union::Tagged { tagging, variants }) => {
                (Vec::new(), vec![self.forms(side, tagging, variants)])
            }
            _ => (Vec::new(), Vec::new()),
        };
        Field {
            name: escape(&field.name),
            notation: Some(notation),
            presence: Some(presence),
            doc: Doc::read(&notes.doc, &self.names),
            limits,
            deprecated: notes.deprecated,
            fields,
            parts,
        }
    }

    /// A value that is not an object; without a mark where nobody asks whether it is present.
    pub(super) fn value(&self, side: Side, ty: &Type, presence: Option<Presence>) -> Part {
        let notation = match presence {
            Some(presence) => notation::marked(&self.names, side, ty, presence),
            None => notation::unmarked(&self.names, side, ty),
        };
        let parts = match &innermost(ty).kind {
            Kind::Object(object) => self.object(side, object),
            Kind::Union(Union::Tagged { tagging, variants }) => vec![self.forms(side, tagging, variants)],
            _ => Vec::new(),
        };
        Part::Value(Field {
            notation: Some(notation),
            presence,
            // What is said about a named type stands where the type does.
            doc: Doc::read(&ty.notes.doc, &self.names),
            limits: brackets::of(self.labels, side, ty),
            parts,
            ..Field::default()
        })
    }

    /// What a named type is.
    pub(super) fn definition(&self, side: Side, ty: &Type) -> Vec<Part> {
        match &ty.kind {
            Kind::Object(object) => self.object(side, object),
            Kind::Literals(literals) if is_described(literals) => {
                let values = literals.iter().map(|literal| Field {
                    name: notation::literal(literal),
                    doc: Doc::read(&literal.doc, &self.names),
                    deprecated: literal.deprecated,
                    ..Field::default()
                });
                vec![Part::Values(values.collect())]
            }
            Kind::Union(Union::Tagged { tagging, variants }) => vec![self.forms(side, tagging, variants)],
            Kind::Union(Union::Untagged(members)) if members.iter().any(needs_place) => {
                let members = members.iter().flat_map(|member| match &member.kind {
                    Kind::Object(object) => self.object(side, object),
                    _ => vec![self.value(side, member, None)],
                });
                vec![Part::OneOf(members.collect())]
            }
            _ => {
                // The comment of the type stands under its heading already.
                let mut ty = ty.clone();
                ty.notes.doc.clear();
                vec![self.value(side, &ty, None)]
            }
        }
    }

    /// The variants of an enum with data, each as it looks in JSON.
    fn forms(&self, side: Side, tagging: &Tagging, variants: &[Variant]) -> Part {
        let forms = variants.iter().map(|variant| {
            let in_place = Value::from(variant.name.as_str());
            let name = match (tagging, &variant.content) {
                (Tagging::External, None) => escape(&in_place.to_string()),
                _ => escape(&variant.name),
            };
            Part::Form(Field {
                name,
                doc: Doc::read(&variant.doc, &self.names),
                deprecated: variant.deprecated,
                parts: self.fields_of(side, tagging, variant),
                ..Field::default()
            })
        });
        Part::OneOf(forms.collect())
    }

    /// The fields of one form, its tag among them.
    fn fields_of(&self, side: Side, tagging: &Tagging, variant: &Variant) -> Vec<Part> {
        let tag = |name: &str| {
            let literal = Literal {
                value: Value::from(variant.name.as_str()),
                doc: String::new(),
                deprecated: false,
            };
            field(name, Type::of(Kind::Literals(vec![literal])))
        };
        let content = |name: &str| variant.content.clone().map(|ty| field(name, ty));
        let own: Vec<ModelField> = match tagging {
            Tagging::External => content(&variant.name).into_iter().collect(),
            Tagging::Internal { tag: name } => vec![tag(name)],
            Tagging::Adjacent {
                tag: name,
                content: place,
            } => [tag(name)].into_iter().chain(content(place)).collect(),
        };
        let mut fields: Vec<&ModelField> = own.iter().collect();
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
        self.field_list(side, &fields, rest)
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
        Kind::Literals(literals) => is_described(literals),
        _ => false,
    }
}

/// Whether there is something to say about single values of an enum.
fn is_described(literals: &[Literal]) -> bool {
    literals
        .iter()
        .any(|literal| !literal.doc.is_empty() || literal.deprecated)
}

fn field(name: &str, ty: Type) -> ModelField {
    ModelField {
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
