//! The types of the model.

use serde::Deserialize;
use serde_json::Value;

use super::{Constraints, Implied};

/// A type where it is used: what it is, whether it may be null, and what is said about it there.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Type {
    /// What it is, null aside.
    pub kind: Kind,
    /// Whether it may also be null. A named type may be nullable in itself: see [`Model::is_nullable`](super::Model::is_nullable).
    pub nullable: bool,
    /// The bounds of an integer that are those of its type in Rust: 0 and 255 for a `u8`.
    pub implied: Implied,
    /// What a 64-bit integer is in TypeScript, where the author says so and does not leave it to the options.
    pub int64: Option<Int64>,
    /// Whether it is an `Option<Option<T>>`, of which the wire shows one null.
    pub nested_option: bool,
    /// Whether it is a `mego::Patch`, for which null is something else than what is left out.
    pub patch: bool,
    /// What is said about it.
    pub notes: Notes,
}

/// What a 64-bit integer is in TypeScript.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Int64 {
    /// A `bigint`; a client may also send a safe `number`.
    #[default]
    Bigint,
    /// A `number`. One that is not safe is an error, never rounded.
    Number,
    /// A `string` of decimal digits.
    String,
}

/// What the author says about a type, or about the field that has it.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Notes {
    /// The doc comment, Markdown; may be empty.
    pub doc: String,
    /// Whether it should not be used any more.
    pub deprecated: bool,
    /// What the server takes where it is left out.
    pub default: Option<Value>,
    /// Examples, as they would stand in JSON.
    pub examples: Vec<Value>,
    /// What a value has to fulfil beyond its type.
    pub constraints: Constraints,
}

/// What a type is.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum Kind {
    /// Any JSON value.
    #[default]
    Any,
    /// No value at all: an enum without variants.
    Never,
    /// Nothing: `()`.
    Null,
    /// A unit struct. In JSON it is null, on the wire an empty array.
    Unit,
    /// True or false.
    Bool,
    /// An integer of at most 32 bits.
    Int,
    /// `i64`, `isize`.
    Int64,
    /// `u64`, `usize`.
    Uint64,
    /// `i128`.
    Int128,
    /// `u128`.
    Uint128,
    /// `f32`, `f64`.
    Float,
    /// A string, perhaps with a meaning.
    String(Format),
    /// Bytes as they are: `mego::Bytes`.
    Bytes,
    /// One of some values, in the order of the schema. That is the order of the source where the type has `#[mego::data]`;
    /// schemars alone puts undocumented variants before documented ones.
    Literals(Vec<Literal>),
    /// A list, with the number of its elements where that is fixed.
    Array(Box<Type>, Option<u64>),
    /// A list in which no value occurs twice.
    Set(Box<Type>),
    /// A list of fixed length with a type for each place.
    Tuple(Vec<Type>),
    /// A map.
    Map(Key, Box<Type>),
    /// A struct.
    Object(Object),
    /// An enum with data.
    Union(Union),
    /// A named type of the same side.
    Named(String),
}

/// The meaning of a string.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// Any text.
    #[default]
    Plain,
    /// A moment: `2024-02-29T12:00:00Z`.
    DateTime,
    /// A day and a time of day without an offset, `2024-02-29T12:00:00`, or with the name of a zone behind it. A `Date` of
    /// JavaScript can hold neither.
    CivilDateTime,
    /// A day: `2024-02-29`.
    Date,
    /// A time of day: `12:00:00`.
    Time,
    /// An ISO 8601 duration: `PT5M`.
    Duration,
    /// A UUID with hyphens.
    Uuid,
    /// Another format by its name in JSON Schema: `ipv4`, `uri`, `email`.
    Other(String),
}

/// The keys of a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Text. Enums and UUIDs are text, too.
    String,
    /// An unsigned integer, which is an integer on the wire and text in JSON.
    Uint,
    /// A signed integer, likewise.
    Int,
}

/// One value of an enum without data.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Literal {
    /// The value: a string, most often.
    pub value: Value,
    /// The doc comment of the variant, Markdown; may be empty.
    pub doc: String,
    /// Whether the variant is deprecated.
    pub deprecated: bool,
}

/// A struct.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Object {
    /// A named type whose fields this one has as well: the struct in `Variant(Struct)` of an internally tagged enum.
    pub base: Option<String>,
    /// The fields in source order.
    pub fields: Vec<Field>,
    /// The type of the fields that have no name here, if there may be any: a flattened map.
    pub rest: Option<Box<Type>>,
}

/// A field of a struct, or a parameter.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Field {
    /// The name on the wire.
    pub name: String,
    /// Its type. What is said about the field is in the notes.
    pub ty: Type,
    /// Whether it is always there. One that is not may be left out.
    pub required: bool,
}

/// An enum with data.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Union {
    /// A value says which variant it is.
    Tagged {
        /// How it says so.
        tagging: Tagging,
        /// The variants, in the order of the schema.
        variants: Vec<Variant>,
    },
    /// One has to look at the value.
    Untagged(Vec<Type>),
}

/// How a value says which variant it is, in the words of serde.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Tagging {
    /// `"Name"` or `{"Name": content}`.
    External,
    /// `{tag: "Name", ...content}`.
    Internal {
        /// The name of the tag.
        tag: String,
    },
    /// `{tag: "Name", content: ...}`.
    Adjacent {
        /// The name of the tag.
        tag: String,
        /// The name of the content.
        content: String,
    },
}

/// A variant of a tagged union.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Variant {
    /// The name, which is the value of the tag.
    pub name: String,
    /// The doc comment, Markdown; may be empty.
    pub doc: String,
    /// Whether the variant is deprecated.
    pub deprecated: bool,
    /// What it carries, the tag not included. `None` for a unit variant; an object if the tag is internal.
    pub content: Option<Type>,
}

impl Type {
    /// A type about which nothing is said.
    #[must_use]
    pub fn of(kind: Kind) -> Type {
        Type {
            kind,
            ..Type::default()
        }
    }

    /// The types directly inside this one.
    #[must_use]
    pub fn children(&self) -> Vec<&Type> {
        match &self.kind {
            Kind::Array(item, _) | Kind::Set(item) | Kind::Map(_, item) => vec![item],
            Kind::Tuple(items) | Kind::Union(Union::Untagged(items)) => items.iter().collect(),
            Kind::Object(object) => object
                .fields
                .iter()
                .map(|field| &field.ty)
                .chain(object.rest.as_deref())
                .collect(),
            Kind::Union(Union::Tagged { variants, .. }) => variants
                .iter()
                .filter_map(|variant| variant.content.as_ref())
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The types directly inside this one, to change them.
    pub(super) fn children_mut(&mut self) -> Vec<&mut Type> {
        match &mut self.kind {
            Kind::Array(item, _) | Kind::Set(item) | Kind::Map(_, item) => vec![item],
            Kind::Tuple(items) | Kind::Union(Union::Untagged(items)) => items.iter_mut().collect(),
            Kind::Object(object) => object
                .fields
                .iter_mut()
                .map(|field| &mut field.ty)
                .chain(object.rest.as_deref_mut())
                .collect(),
            Kind::Union(Union::Tagged { variants, .. }) => variants
                .iter_mut()
                .filter_map(|variant| variant.content.as_mut())
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The names that stand directly in this type or in a part of it that has no name.
    pub fn visit_names<'a>(&'a self, visit: &mut impl FnMut(&'a str)) {
        match &self.kind {
            Kind::Named(name) => visit(name),
            Kind::Object(Object { base: Some(base), .. }) => visit(base),
            _ => {}
        }
        for child in self.children() {
            child.visit_names(visit);
        }
    }
}
