//! Values that nobody gave an example of.

use serde_json::{Number, Value};

use crate::documents::check::all_fields;
use crate::documents::examples;
use crate::documents::width::columns;
use crate::model::{Constraints, Field, Format, Kind, Literal, Model, Side, Tagging, Type, Union, Variant};

use crate::typescript::Options;

use super::print::{Code, Printer, key};

/// The longest list of alternatives that stands beside an invented one.
const LONGEST_NOTE: usize = 40;

/// How many values are made at most, and how many named types may stand inside each other: a call that is larger is no help.
const MOST: usize = 200;
const DEEPEST: usize = 6;

/// A list of a fixed length is written out up to this one.
const LONGEST_LIST: u64 = 16;

/// Makes values: from examples and defaults where there are some, else of the type alone. What is invented says of what type it
/// is, in a comment.
pub(super) struct Inventor<'a> {
    model: &'a Model,
    client: Options,
    /// The named types that are being made, which hold themselves.
    inside: Vec<&'a str>,
    /// How many values may still be made.
    left: usize,
    invented: bool,
}

impl<'a> Inventor<'a> {
    pub(super) fn new(model: &'a Model, client: Options) -> Inventor<'a> {
        Inventor {
            model,
            client,
            inside: Vec::new(),
            left: MOST,
            invented: false,
        }
    }

    /// Whether a value was made without its author's help.
    pub(super) fn has_invented(&self) -> bool {
        self.invented
    }

    /// A value of a type, or `None` for one that has none or is too large.
    pub(super) fn value(&mut self, ty: &'a Type) -> Option<Code> {
        self.left = self.left.checked_sub(1)?;
        if let Some(example) = examples::make(self.model, Side::Input, ty) {
            let printer = self.printer();
            return Some(printer.value(Some(ty), &example));
        }
        let made = self.of_kind(ty);
        if made.is_none() && ty.nullable {
            return Some(self.noted("null", "null"));
        }
        made
    }

    /// The fields that have to be there, with their keys.
    pub(super) fn fields(&mut self, fields: &[&'a Field]) -> Option<Vec<(String, Code)>> {
        let mut parts = Vec::new();
        for field in fields.iter().filter(|field| field.required) {
            parts.push((key(&field.name), self.value(&field.ty)?));
        }
        Some(parts)
    }

    fn of_kind(&mut self, ty: &'a Type) -> Option<Code> {
        let limits = &ty.notes.constraints;
        Some(match &ty.kind {
            Kind::Any => self.noted("null", "any"),
            Kind::Never => return None,
            Kind::Null | Kind::Unit => Code::Piece("null".to_owned()),
            Kind::Bool => self.noted("false", "bool"),
            Kind::Int => self.printed(ty, &number(limits), "int"),
            Kind::Int64 => self.printed(ty, &number(limits), "int64"),
            Kind::Uint64 => self.printed(ty, &number(limits), "uint64"),
            Kind::Int128 => self.noted(&format!("{}n", number(limits)), "int128"),
            Kind::Uint128 => self.noted(&format!("{}n", number(limits)), "uint128"),
            Kind::Float => self.printed(ty, &number(limits), "float"),
            Kind::Bytes => self.noted("new Uint8Array()", "bytes"),
            Kind::String(format) => {
                let (example, name) = text(format);
                self.printed(ty, &Value::from(example), name)
            }
            Kind::Literals(literals) => self.literal(literals)?,
            Kind::Array(item, Some(length)) if *length <= LONGEST_LIST => {
                let item = self.value(item)?;
                let items = (0..*length).map(|_| (String::new(), item.clone()));
                Code::Parts("[", items.collect(), "]")
            }
            Kind::Array(_, Some(length)) => self.noted("[]", &format!("{length} elements")),
            Kind::Array(item, None) | Kind::Set(item) => {
                // A list of what is being made already is best empty.
                let items = self.value(item).map(|item| (String::new(), item));
                Code::Parts("[", items.into_iter().collect(), "]")
            }
            Kind::Tuple(items) => {
                let items: Option<Vec<(String, Code)>> = items
                    .iter()
                    .map(|item| Some((String::new(), self.value(item)?)))
                    .collect();
                Code::Parts("[", items?, "]")
            }
            Kind::Map(..) => self.noted("{}", "map"),
            Kind::Object(object) => {
                let model = self.model;
                let fields = self.fields(&all_fields(model, Side::Input, object))?;
                Code::Parts("{", fields, "}")
            }
            Kind::Union(Union::Tagged { tagging, variants }) => {
                let mut variants = variants.iter().filter(|variant| !variant.deprecated);
                self.invented = true;
                variants.find_map(|variant| self.tagged(tagging, variant))?
            }
            Kind::Union(Union::Untagged(members)) => {
                self.invented = true;
                members.iter().find_map(|member| self.value(member))?
            }
            Kind::Named(name) => {
                if self.inside.contains(&name.as_str()) || self.inside.len() >= DEEPEST {
                    return None;
                }
                self.inside.push(name);
                let made = self
                    .model
                    .named(Side::Input, name)
                    .and_then(|named| self.value(named));
                self.inside.pop();
                made?
            }
        })
    }

    fn tagged(&mut self, tagging: &Tagging, variant: &'a Variant) -> Option<Code> {
        let name = Code::Piece(Value::from(variant.name.as_str()).to_string());
        let content = match &variant.content {
            Some(content) => Some(self.value(content)?),
            None => None,
        };
        let mut parts = Vec::new();
        match (tagging, content) {
            (Tagging::External, None) => return Some(name),
            (Tagging::External, Some(content)) => parts.push((key(&variant.name), content)),
            (Tagging::Internal { tag }, content) => {
                parts.push((key(tag), name));
                if let Some(Code::Parts("{", inner, _)) = content {
                    parts.extend(inner);
                }
            }
            (Tagging::Adjacent { tag, content: place }, content) => {
                parts.push((key(tag), name));
                parts.extend(content.map(|content| (key(place), content)));
            }
        }
        Some(Code::Parts("{", parts, "}"))
    }

    /// The first value that may still be used, beside the others if they are few.
    fn literal(&mut self, literals: &[Literal]) -> Option<Code> {
        let first = literals.iter().find(|literal| !literal.deprecated)?;
        let value = first.value.to_string();
        if literals.len() == 1 {
            return Some(Code::Piece(value));
        }
        let all: Vec<String> = literals.iter().map(|literal| literal.value.to_string()).collect();
        let all = all.join(" | ");
        self.invented = true;
        Some(if columns(&all) <= LONGEST_NOTE {
            self.noted(&value, &all)
        } else {
            Code::Piece(value)
        })
    }

    fn printer(&self) -> Printer<'a> {
        Printer {
            model: self.model,
            client: self.client,
        }
    }

    /// An invented value as the client wants it, and what it stands for.
    fn printed(&mut self, ty: &Type, value: &Value, note: &str) -> Code {
        let value = self.printer().value(Some(ty), value).inline();
        self.noted(&value, note)
    }

    /// Code, and what it stands for.
    fn noted(&mut self, value: &str, note: &str) -> Code {
        self.invented = true;
        // A name may hold anything, the end of a comment too.
        Code::Piece(format!("{value} /* {} */", note.replace("*/", "* /")))
    }
}

/// A number within its bounds: 0 if that is one. Multiples and other steps are left to the reader.
fn number(limits: &Constraints) -> Value {
    let float = |bound: &Option<Number>| bound.as_ref().and_then(Number::as_f64);
    let (minimum, above) = (float(&limits.minimum), float(&limits.above));
    let (maximum, below) = (float(&limits.maximum), float(&limits.below));
    let fits = |n: f64| {
        minimum.is_none_or(|bound| n >= bound)
            && above.is_none_or(|bound| n > bound)
            && maximum.is_none_or(|bound| n <= bound)
            && below.is_none_or(|bound| n < bound)
            && limits.not.as_ref().is_none_or(|not| not.as_f64() != Some(n))
    };
    let between = above.zip(below).map(|(above, below)| f64::midpoint(above, below));
    let candidates = [
        Some(0.0),
        Some(1.0),
        minimum,
        above.map(|n| n + 1.0),
        maximum,
        below.map(|n| n - 1.0),
        between,
    ];
    let found = candidates.into_iter().flatten().find(|n| fits(*n));
    let found = found.unwrap_or(0.0);
    // Whole numbers are written without a point. The bounds are those of a contract, far below where that would be lost.
    found
        .to_string()
        .parse()
        .map_or_else(|_| found.into(), Value::Number)
}

/// A text of a format, and what the format is called.
fn text(format: &Format) -> (&str, &str) {
    match format {
        Format::Plain => ("…", "string"),
        Format::DateTime => ("2024-02-29T12:00:00Z", "datetime"),
        Format::CivilDateTime => ("2024-02-29T12:00:00", "datetime"),
        Format::Date => ("2024-02-29", "date"),
        Format::Time => ("12:00:00", "time"),
        Format::Duration => ("PT5M", "duration"),
        Format::Uuid => ("00000000-0000-4000-8000-000000000000", "uuid"),
        Format::Other(name) => match name.as_str() {
            "ip" | "ipv4" => ("192.0.2.1", name),
            "ipv6" => ("2001:db8::1", name),
            "email" => ("ada@example.com", name),
            "uri" => ("https://example.com/", name),
            "hostname" => ("example.com", name),
            _ => ("…", name),
        },
    }
}
