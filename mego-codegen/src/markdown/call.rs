//! The TypeScript call of a method, made from its example.

use serde_json::{Map, Value};

use crate::model::{Event, Input, Kind, Method, Model, Side, Type};
use crate::typescript::is_reserved_type;

use super::check::{all_fields, by_name};
use super::width::columns;

/// The widest line before a call is broken into several.
const LINE: usize = 80;

/// Columns per level.
const INDENT: usize = 4;

/// The largest integer that a `number` holds exactly.
const SAFE: u64 = (1 << 53) - 1;

/// The lines of a call, or `None` where there is no example to make it from.
pub(super) fn lines(model: &Model, method: &Method, example: Option<&Value>) -> Option<Vec<String>> {
    let named;
    let example = match (&method.input, example) {
        (Input::Params(params), Some(Value::Array(items))) => {
            named = Value::Object(by_name(params, items));
            Some(&named)
        }
        (_, example) => example,
    };
    let argument = match (&method.input, example) {
        (Input::Params(params), _) if params.is_empty() => None,
        (Input::Params(params), Some(Value::Object(map))) => {
            let types: Vec<(&str, &Type)> = params
                .iter()
                .map(|param| (param.name.as_str(), &param.ty))
                .collect();
            Some(Printer { model }.object(&types, None, map))
        }
        (Input::Params(params), None) if params.iter().all(|param| !param.required) => None,
        (Input::Bind(ty), Some(value)) => Some(Printer { model }.value(Some(ty), value)),
        _ => return None,
    };
    let mut lines = Lines {
        lines: vec![start(method)],
    };
    let (end, body) = end(method);
    if let Some(argument) = argument {
        lines.write(0, &argument, end);
    } else {
        lines.push(end);
    }
    lines.lines.extend(body);
    Some(lines.lines)
}

/// A value that a client sends, on one line.
pub(super) fn value(model: &Model, ty: &Type, value: &Value) -> String {
    Printer { model }.value(Some(ty), value).inline()
}

/// The lines of a call around an argument on one line; empty for none.
pub(super) fn around(method: &Method, argument: &str) -> Vec<String> {
    let (end, body) = end(method);
    let mut lines = vec![format!("{}{argument}{end}", start(method))];
    lines.extend(body);
    lines
}

/// What stands before the argument of a call.
fn start(method: &Method) -> String {
    let name = &method.name;
    let output = method.output.ty();
    if method.output.is_stream() {
        return format!("for await (const {} of mego.{name}(", item(output));
    }
    match variable(output) {
        Some(variable) => format!("const {variable} = await mego.{name}("),
        None => format!("await mego.{name}("),
    }
}

/// What stands behind the argument of a call, and the lines that follow.
fn end(method: &Method) -> (&'static str, Vec<String>) {
    if !method.output.is_stream() {
        return (");", Vec::new());
    }
    let shown = match method.output.ty().kind {
        Kind::Null => Value::from(method.name.as_str()).to_string(),
        _ => item(method.output.ty()),
    };
    (")) {", shown_in_block(&shown, "}"))
}

/// The lines of a block that shows something.
fn shown_in_block(shown: &str, end: &str) -> Vec<String> {
    vec![format!("{:INDENT$}console.log({shown});", ""), end.to_owned()]
}

/// What a reader would call an item of a stream.
fn item(ty: &Type) -> String {
    match variable(ty) {
        None => "_".to_owned(),
        Some(name) if name == "result" => "item".to_owned(),
        Some(name) => name,
    }
}

/// The lines that make a client, with what it says when it connects.
pub(super) fn connection(model: &Model, data: &Type, example: &Value) -> Vec<String> {
    let data = Printer { model }.value(Some(data), example);
    let mut lines = Lines {
        lines: vec!["const mego = createClient(url, ".to_owned()],
    };
    lines.write(0, &Code::Parts("{", vec![("data: ".to_owned(), data)], "}"), ");");
    lines.lines
}

/// The lines of a subscription. What its handler gets is called like the event.
pub(super) fn subscription(model: &Model, event: &Event) -> Vec<String> {
    let name = &event.name;
    let channel = Value::from(channel(event));
    let start = format!("const sub = mego.events.{name}.subscribe(");
    let own = name.rsplit('.').next().unwrap_or(name);
    let data = match own {
        _ if !model.has_data(event) => "",
        own if is_identifier(own) && own != "mego" && !is_reserved_type(own) => own,
        _ => "data",
    };
    let shown = match data {
        "" => Value::from(name.as_str()).to_string(),
        data => data.to_owned(),
    };
    let head = format!("{start}{channel}, ({data}) => {{");
    if columns(&head) <= LINE {
        let mut lines = vec![head];
        lines.extend(shown_in_block(&shown, "});"));
        return lines;
    }
    let mut lines = vec![start];
    let inner = [format!("{channel},"), format!("({data}) => {{")]
        .into_iter()
        .chain(shown_in_block(&shown, "},"));
    lines.extend(inner.map(|line| format!("{:INDENT$}{line}", "")));
    lines.push(");".to_owned());
    lines
}

/// A channel of an event: its form with a number for each part.
fn channel(event: &Event) -> String {
    let Some(form) = &event.channel else {
        return "lobby".to_owned();
    };
    let mut name = String::new();
    let mut numbers = 42..;
    let mut rest = form.as_str();
    while let Some((text, part)) = rest.split_once('{') {
        name.push_str(text);
        name.extend(numbers.next().map(|number: u32| number.to_string()));
        rest = part.split_once('}').map_or("", |(_, rest)| rest);
    }
    name + rest
}

/// What a reader would call the result.
fn variable(output: &Type) -> Option<String> {
    let name = match &output.kind {
        Kind::Null => return None,
        Kind::Named(name) => name,
        _ => return Some("result".to_owned()),
    };
    let mut letters = name.chars();
    let first = letters.next()?;
    let name: String = first.to_lowercase().chain(letters).collect();
    let taken = TAKEN.contains(&name.as_str()) || is_reserved_type(&name);
    Some(if is_identifier(&name) && !taken {
        name
    } else {
        "result".to_owned()
    })
}

/// What a type in Rust may well be called and a constant in a browser had better not: the client itself, and names of
/// the window.
const TAKEN: &[&str] = &[
    "document", "event", "history", "location", "mego", "name", "parent", "screen", "self", "status", "top",
    "window",
];

/// An expression: in one piece, or one that can be broken.
enum Code {
    Piece(String),
    /// What opens it, its parts, and what closes it.
    Parts(&'static str, Vec<(String, Code)>, &'static str),
}

impl Code {
    fn inline(&self) -> String {
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

struct Lines {
    lines: Vec<String>,
}

impl Lines {
    /// Writes behind what the last line holds, and breaks what does not fit.
    fn write(&mut self, level: usize, code: &Code, end: &str) {
        let inline = code.inline();
        let before = self.lines.last().map_or(0, |line| columns(line));
        match code {
            Code::Parts(open, parts, close)
                if before + columns(&inline) + columns(end) > LINE && !parts.is_empty() =>
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

    fn push(&mut self, text: &str) {
        if let Some(line) = self.lines.last_mut() {
            line.push_str(text);
        }
    }
}

struct Printer<'a> {
    model: &'a Model,
}

impl Printer<'_> {
    /// A value of a type. Without a type it is written as it stands in JSON.
    fn value(&self, ty: Option<&Type>, value: &Value) -> Code {
        let kind = ty.map(|ty| &ty.kind);
        match (kind, value) {
            (Some(Kind::Named(name)), _) => self.value(self.model.named(Side::Input, name), value),
            (Some(Kind::Bytes), Value::Array(_)) => {
                Code::Piece(format!("new Uint8Array({})", self.value(None, value).inline()))
            }
            (Some(Kind::Int128 | Kind::Uint128), Value::String(digits)) => Code::Piece(format!("{digits}n")),
            (Some(Kind::Int64 | Kind::Uint64 | Kind::Int128 | Kind::Uint128), Value::Number(number)) => {
                let safe = number
                    .as_i128()
                    .is_some_and(|n| n.unsigned_abs() <= u128::from(SAFE));
                Code::Piece(if safe {
                    number.to_string()
                } else {
                    format!("{number}n")
                })
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

    fn object(&self, fields: &[(&str, &Type)], rest: Option<&Type>, map: &Map<String, Value>) -> Code {
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

fn key(name: &str) -> String {
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

fn is_identifier(name: &str) -> bool {
    let mut chars = name.chars();
    chars
        .next()
        .is_some_and(|c| c.is_ascii_alphabetic() || c == '_' || c == '$')
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$')
}
