//! From a JSON Schema to a type.

use std::collections::BTreeMap;

use mego::contract::Types;
use serde_json::Value;

use super::constraints::{Constraints, Implied};
use super::keywords::{Keywords, short};
use super::place::Place;
use super::prose::{self, prose};
use super::types::{Kind, Literal, Notes, Type};
use super::{Side, marks, names, object, scalar, union};
use crate::problem::Problems;

/// Reads the schemas of one side. A schema that cannot be read becomes a problem and [`Kind::Any`].
#[derive(Debug)]
pub(super) struct Reader<'a> {
    table: &'a BTreeMap<String, Value>,
    side: Side,
    /// The types without a name of their own that are being read.
    inlined: Vec<&'a str>,
    problems: &'a mut Problems,
}

impl<'a> Reader<'a> {
    pub(super) fn new(tables: &'a Types, side: Side, problems: &'a mut Problems) -> Reader<'a> {
        let table = match side {
            Side::Input => &tables.input,
            Side::Output => &tables.output,
        };
        Reader {
            table,
            side,
            inlined: Vec::new(),
            problems,
        }
    }

    /// All named types of the side.
    pub(super) fn table(&mut self) -> BTreeMap<String, Type> {
        let table = self.table;
        table
            .iter()
            .filter(|(name, schema)| !marks::is_inline(name, schema))
            .map(|(name, schema)| {
                let mut ty = self.read(schema, &Place::root(name));
                // `()` has no name, so a named null is a unit struct, whose derives could not mark it.
                if ty.kind == Kind::Null {
                    ty.kind = Kind::Unit;
                }
                (name.clone(), ty)
            })
            .collect()
    }

    /// One schema.
    pub(super) fn read(&mut self, schema: &Value, place: &Place) -> Type {
        let map = match schema {
            Value::Bool(true) => return Type::of(Kind::Any),
            Value::Bool(false) => return Type::of(Kind::Never),
            Value::Object(map) => map,
            other => {
                self.problem(
                    place,
                    format!("{} is not a JSON Schema", short(other)),
                    "export the contract again; this one was changed or broken on its way",
                );
                return Type::of(Kind::Any);
            }
        };
        let mut keywords = Keywords::new(map);
        let mut notes = take_notes(&mut keywords);
        let marks = marks::take(self, &mut keywords, place);
        let mut ty = self.kind(&mut keywords, place);
        let constraints = Constraints::take(&mut keywords, &ty.kind, ty.implied);
        if !constraints.is_empty() {
            notes.constraints = constraints;
        }
        adopt(&mut ty.notes, notes);
        keywords.finish(place, self.problems);
        marks.apply(self, self.side, &mut ty, place);
        ty
    }

    fn kind(&mut self, keywords: &mut Keywords<'_>, place: &Place) -> Type {
        if let Some(mark) = keywords.take("x-mego") {
            return marks::read_type(self, mark, keywords, place);
        }
        if keywords.has("oneOf") || keywords.has("anyOf") {
            return union::read(self, keywords, place);
        }
        if keywords.has("$ref") {
            return self.reference(keywords, place);
        }
        if keywords.has("enum") || keywords.has("const") {
            keywords.take("type");
            keywords.take("format");
            return literals(keywords);
        }
        let (name, nullable) = self.type_name(keywords, place);
        let (kind, implied) = match name.as_str() {
            "" if keywords.has("properties") => (object::read(self, keywords, place), Implied::default()),
            "" => (Kind::Any, Implied::default()),
            "object" => (object::read(self, keywords, place), Implied::default()),
            "array" => (object::read_array(self, keywords, place), Implied::default()),
            name => match scalar::read(name, keywords) {
                Ok(found) => found,
                Err(message) => {
                    self.problem(
                        place,
                        message,
                        "use a type that Rust, serde and schemars have in common",
                    );
                    (Kind::Any, Implied::default())
                }
            },
        };
        Type {
            kind,
            nullable,
            implied,
            ..Type::default()
        }
    }

    /// `type` without null, and whether null was among it. Empty if there is no `type`.
    fn type_name(&mut self, keywords: &mut Keywords<'_>, place: &Place) -> (String, bool) {
        match keywords.take("type") {
            None => (String::new(), false),
            Some(Value::String(name)) => (name.clone(), false),
            Some(Value::Array(names)) => {
                let some: Vec<&str> = names
                    .iter()
                    .filter_map(Value::as_str)
                    .filter(|n| *n != "null")
                    .collect();
                let nullable = some.len() < names.len();
                match some.as_slice() {
                    [] => ("null".to_owned(), false),
                    [one] => ((*one).to_owned(), nullable),
                    several => {
                        self.problem(
                            place,
                            format!("the value may be of several types: {}", several.join(", ")),
                            "for bytes use `mego::Bytes`; otherwise use an enum with `#[serde(untagged)]`",
                        );
                        (String::new(), nullable)
                    }
                }
            }
            Some(other) => {
                self.problem(
                    place,
                    format!("{} is not the name of a type", short(other)),
                    "export the contract again; this one was changed or broken on its way",
                );
                (String::new(), false)
            }
        }
    }

    /// `$ref`, perhaps with fields beside it: a struct inside a variant with an internal tag.
    fn reference(&mut self, keywords: &mut Keywords<'_>, place: &Place) -> Type {
        let Some(name) = self.target(keywords, place) else {
            return Type::default();
        };
        let table = self.table;
        if let Some((name, schema)) = table
            .get_key_value(&name)
            .filter(|(name, schema)| marks::is_inline(name, schema))
        {
            return self.inline(name, schema, place);
        }
        if !keywords.has("properties") {
            return Type::of(Kind::Named(name));
        }
        keywords.take("type");
        Type::of(match object::read(self, keywords, place) {
            Kind::Object(mut object) => {
                object.base = Some(name);
                Kind::Object(object)
            }
            other => other,
        })
    }

    /// A type that stands where it is mentioned, without a name.
    fn inline(&mut self, name: &'a str, schema: &Value, place: &Place) -> Type {
        if self.inlined.contains(&name) {
            self.problem(
                place,
                format!("`{name}` holds itself"),
                "export the contract again; this one was changed or broken on its way",
            );
            return Type::default();
        }
        self.inlined.push(name);
        let ty = self.read(schema, place);
        self.inlined.pop();
        ty
    }

    /// The name behind `$ref`, if it is one of this side's.
    fn target(&mut self, keywords: &mut Keywords<'_>, place: &Place) -> Option<String> {
        let reference = keywords.text("$ref")?;
        let prefix = match self.side {
            Side::Input => "#/types/input/",
            Side::Output => "#/types/output/",
        };
        // JSON Pointer, inside the fragment of a URI.
        let name = reference
            .strip_prefix(prefix)
            .map(|name| name.replace("~1", "/").replace("~0", "~"));
        match name {
            Some(name) if self.table.contains_key(&name) => Some(name),
            _ => {
                self.problem(
                    place,
                    format!("`{reference}` is not a type of this contract"),
                    "export the contract again; this one was changed or broken on its way",
                );
                None
            }
        }
    }

    /// Notes a problem with the name of a field.
    pub(super) fn check_name(&mut self, name: &str, place: &Place) {
        names::check_text(name, &place.to_string(), self.problems);
    }

    pub(super) fn problem(&mut self, place: &Place, message: String, remedy: &str) {
        self.problems.add(place.to_string(), message, remedy);
    }
}

/// `enum` and `const`. A null among the values makes the type nullable.
fn literals(keywords: &mut Keywords<'_>) -> Type {
    let mut values: Vec<Value> = keywords.list("enum").cloned().unwrap_or_default();
    values.extend(keywords.take("const").cloned());
    let count = values.len();
    values.retain(|value| !value.is_null());
    let nullable = values.len() < count;
    if values.is_empty() {
        return Type::of(Kind::Null);
    }
    let literals = values
        .into_iter()
        .map(|value| Literal {
            value,
            doc: String::new(),
            deprecated: false,
        })
        .collect();
    Type {
        nullable,
        ..Type::of(Kind::Literals(literals))
    }
}

/// The keywords that say something about a type without changing it.
fn take_notes(keywords: &mut Keywords<'_>) -> Notes {
    for silent in ["$comment", "$schema", "$id", "readOnly", "writeOnly"] {
        keywords.take(silent);
    }
    let title = keywords.text("title").as_deref().map(prose::line);
    let description = keywords.text("description").as_deref().map(prose);
    // schemars cuts a first line `# Title` off the doc comment; here it belongs to the text again.
    let doc = match (title, description) {
        (Some(title), Some(description)) => format!("# {title}\n\n{description}"),
        (Some(title), None) => format!("# {title}"),
        (None, description) => description.unwrap_or_default(),
    };
    Notes {
        doc,
        deprecated: keywords.flag("deprecated").unwrap_or(false),
        default: keywords.take("default").cloned(),
        examples: keywords.list("examples").cloned().unwrap_or_default(),
        constraints: Constraints::default(),
    }
}

/// What is said outside goes before what is said inside, as with `Option<T>` around a documented `T`.
fn adopt(inner: &mut Notes, outer: Notes) {
    if !outer.doc.is_empty() {
        inner.doc = outer.doc;
    }
    if outer.default.is_some() {
        inner.default = outer.default;
    }
    if !outer.examples.is_empty() {
        inner.examples = outer.examples;
    }
    if !outer.constraints.is_empty() {
        inner.constraints = outer.constraints;
    }
    inner.deprecated |= outer.deprecated;
}
