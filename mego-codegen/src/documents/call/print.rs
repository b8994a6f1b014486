//! Values as TypeScript, in lines that are not too long.

use serde_json::{Map, Number, Value};

use crate::documents::check::all_fields;
use crate::documents::width::columns;
use crate::model::{Format, Kind, Model, Side, Type};
use crate::typescript::{Dates, Int64, Options};

/// Columns per level.
pub(super) const INDENT: usize = 4;

/// The largest integer that a `number` holds exactly.
const SAFE: u64 = (1 << 53) - 1;

/// An expression: in one piece, or one that can be broken.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Code {
    Piece(String),
    /// What opens it, its parts, and what closes it.
    Parts(&'static str, Vec<(String, Code)>, &'static str),
}

impl Code {
    pub(super) fn inline(&self) -> String {
        match self {
            Code::Piece(text) => text.clone(),
            Code::Parts(open, parts, close) if parts.is_empty() => format!("{open}{close}"),
            Code::Parts(open, parts, close) => {
                let parts: Vec<String> = parts
                    .iter()
                    .map(|(key, code)| format!("{key}{}", code.inline()))
                    .collect();
                let space = if open.ends_with('{') { " " } else { "" };
                format!("{open}{space}{}{space}{close}", parts.join(", "))
            }
        }
    }
}

/// Code while it is being written.
#[derive(Debug)]
pub(super) struct Lines {
    /// The widest that is not broken.
    width: usize,
    pub(super) lines: Vec<String>,
}

impl Lines {
    pub(super) fn new(width: usize, start: String) -> Lines {
        Lines {
            width,
            lines: vec![start],
        }
    }

    /// Writes behind what the last line holds, and breaks what does not fit.
    pub(super) fn write(&mut self, level: usize, code: &Code, end: &str) {
        let inline = code.inline();
        let before = self.lines.last().map_or(0, |line| columns(line));
        match code {
            Code::Parts(open, parts, close)
                if before + columns(&inline) + columns(end) > self.width && !parts.is_empty() =>
            {
                self.push(open);
                for (key, part) in parts {
                    self.lines
                        .push(format!("{:indent$}{key}", "", indent = (level + 1) * INDENT));
                    self.write(level + 1, part, ",");
                }
                self.lines
                    .push(format!("{:indent$}{close}{end}", "", indent = level * INDENT));
            }
            _ => {
                self.push(&inline);
                self.push(end);
            }
        }
    }

    pub(super) fn push(&mut self, text: &str) {
        if let Some(line) = self.lines.last_mut() {
            line.push_str(text);
        }
    }
}

/// Writes values of types.
#[derive(Clone, Copy, Debug)]
pub(super) struct Printer<'a> {
    pub(super) model: &'a Model,
    /// What the client makes of integers and dates.
    pub(super) client: Options,
}

impl Printer<'_> {
    /// A value of a type. Without a type it is written as it stands in JSON.
    pub(super) fn value(&self, ty: Option<&Type>, value: &Value) -> Code {
        let kind = ty.map(|ty| &ty.kind);
        match (kind, value) {
            (Some(Kind::Named(name)), _) => self.value(self.model.named(Side::Input, name), value),
            (Some(Kind::Bytes), Value::Array(_)) => {
                Code::Piece(format!("new Uint8Array({})", self.value(None, value).inline()))
            }
            (Some(Kind::Int128 | Kind::Uint128), Value::String(digits)) => Code::Piece(format!("{digits}n")),
            (Some(Kind::Int128 | Kind::Uint128), Value::Number(number)) => Code::Piece(bigint(number)),
            (Some(Kind::Int64 | Kind::Uint64), Value::Number(number)) => {
                let int64 = ty.and_then(|ty| ty.int64).unwrap_or(self.client.int64);
                Code::Piece(match int64 {
                    Int64::Bigint => bigint(number),
                    Int64::Number => number.to_string(),
                    Int64::String => format!("\"{number}\""),
                })
            }
            (Some(Kind::String(Format::DateTime)), Value::String(_)) if self.client.dates == Dates::Date => {
                Code::Piece(format!("new Date({value})"))
            }
            (_, Value::Array(items)) => {
                let parts = items.iter().enumerate().map(|(index, item)| {
                    let ty = match kind {
                        Some(Kind::Array(item, _) | Kind::Set(item)) => Some(&**item),
                        Some(Kind::Tuple(items)) => items.get(index),
                        _ => None,
                    };
                    (String::new(), self.value(ty, item))
                });
                Code::Parts("[", parts.collect(), "]")
            }
            (Some(Kind::Object(object)), Value::Object(map)) => {
                let fields: Vec<(&str, &Type)> = all_fields(self.model, Side::Input, object)
                    .into_iter()
                    .map(|field| (field.name.as_str(), &field.ty))
                    .collect();
                self.object(&fields, object.rest.as_deref(), map)
            }
            (Some(Kind::Map(_, ty)), Value::Object(map)) => self.object(&[], Some(ty), map),
            (_, Value::Object(map)) => self.object(&[], None, map),
            (_, scalar) => Code::Piece(scalar.to_string()),
        }
    }

    pub(super) fn object(
        &self,
        fields: &[(&str, &Type)],
        rest: Option<&Type>,
        map: &Map<String, Value>,
    ) -> Code {
        let parts = map.iter().map(|(name, value)| {
            let ty = fields
                .iter()
                .find(|(field, _)| field == name)
                .map(|(_, ty)| *ty)
                .or(rest);
            (key(name), self.value(ty, value))
        });
        Code::Parts("{", parts.collect(), "}")
    }
}

/// Where a `bigint` is wanted, a `number` will do as long as it is exact.
fn bigint(number: &Number) -> String {
    let safe = number
        .as_i128()
        .is_some_and(|n| n.unsigned_abs() <= u128::from(SAFE));
    if safe {
        number.to_string()
    } else {
        format!("{number}n")
    }
}

pub(super) fn key(name: &str) -> String {
    match name {
        // Without brackets this would set the prototype.
        "__proto__" => "[\"__proto__\"]: ".to_owned(),
        name if is_identifier(name) || is_index(name) => format!("{name}: "),
        name => format!("{}: ", Value::from(name)),
    }
}

/// Whether a key is the integer that it looks like: `7`, but neither `07` nor `-7`.
fn is_index(name: &str) -> bool {
    name.parse::<u32>().is_ok_and(|index| index.to_string() == name)
}

pub(super) fn is_identifier(name: &str) -> bool {
    let mut chars = name.chars();
    chars
        .next()
        .is_some_and(|c| c.is_ascii_alphabetic() || c == '_' || c == '$')
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$')
}
