//! The TypeScript that uses an API: calls, subscriptions, the client itself.
//!
//! What an author gave is taken as it is. What nobody gave is invented, so that there is always a call to begin with, and says
//! beside it of what type it is.

mod choice;
mod invent;
mod print;

use serde_json::Value;

use crate::model::{Event, FileField, Input, Kind, Method, Model, Side, Type};
use crate::typescript::{Options, is_reserved_type};

use super::check::by_name;
use super::medium::Medium;
use super::width::columns;
pub(crate) use choice::is_reading;
pub(super) use choice::{first, first_that_fails};
use invent::Inventor;
use print::{Code, INDENT, Lines, Printer, is_identifier, key};

/// How calls are written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    /// What the client is like.
    client: Options,
    /// The widest line before an expression is broken into several.
    pub(super) line: usize,
}

impl Style {
    pub(super) fn new(client: Options, medium: Medium) -> Style {
        Style {
            client,
            line: medium.line(),
        }
    }
}

/// A call.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Call {
    pub(crate) lines: Vec<String>,
    /// Whether a reader can run it as it stands: nothing in it is invented.
    pub(crate) is_whole: bool,
}

/// The call of a method, or `None` where one of its parameters has no value at all.
pub(super) fn of(model: &Model, style: Style, method: &Method, example: Option<&Value>) -> Option<Call> {
    let (end, body) = end(method);
    written(model, style, method, example, start(method), end, body)
}

/// A call that never throws, and what comes of it.
pub(super) fn result_of(
    model: &Model,
    style: Style,
    method: &Method,
    example: Option<&Value>,
) -> Option<Call> {
    let start = format!("const result = await mego.{}(", method.name);
    written(
        model,
        style,
        method,
        example,
        start,
        ").result();",
        narrowed(method),
    )
}

fn written(
    model: &Model,
    style: Style,
    method: &Method,
    example: Option<&Value>,
    start: String,
    end: &str,
    body: Vec<String>,
) -> Option<Call> {
    let (argument, is_whole) = argument(model, style.client, method, example)?;
    let mut lines = Lines::new(style.line, start);
    match argument {
        Some(argument) => lines.write(0, &argument, end),
        None => lines.push(end),
    }
    lines.lines.extend(body);
    Some(Call {
        lines: lines.lines,
        is_whole,
    })
}

/// What stands between the brackets, and whether nothing of it is invented.
fn argument(
    model: &Model,
    client: Options,
    method: &Method,
    example: Option<&Value>,
) -> Option<(Option<Code>, bool)> {
    let printer = Printer { model, client };
    let mut inventor = Inventor::new(model, client);
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
            Some(printer.object(&types, None, map))
        }
        (Input::Params(params), _) => {
            let fields = inventor.fields(&params.iter().collect::<Vec<_>>())?;
            (!fields.is_empty()).then_some(Code::Parts("{", fields, "}"))
        }
        (Input::Bind(ty), Some(value)) => Some(printer.value(Some(ty), value)),
        (Input::Bind(ty), None) if is_empty(model, ty) => None,
        (Input::Bind(ty), None) => Some(inventor.value(ty)?),
    };
    let is_whole = method.files.is_empty() && !inventor.has_invented();
    Some((with_files(argument, &method.files), is_whole))
}

/// A struct without fields is nothing to send.
fn is_empty(model: &Model, ty: &Type) -> bool {
    match model.resolved(Side::Input, ty) {
        Kind::Null | Kind::Unit => true,
        Kind::Object(object) => object.fields.is_empty() && object.base.is_none(),
        _ => false,
    }
}

/// Files stand among the parameters. Those that may be left out are shown where nothing else would be.
fn with_files(argument: Option<Code>, files: &[FileField]) -> Option<Code> {
    let mut parts = match argument {
        Some(Code::Parts("{", parts, _)) => parts,
        None => Vec::new(),
        other => return other,
    };
    let has_required = files.iter().any(|file| file.required);
    for file in files.iter().filter(|file| file.required || !has_required) {
        let value = if file.many { "files" } else { "file" };
        parts.push((key(&file.name), Code::Piece(value.to_owned())));
    }
    (!parts.is_empty()).then_some(Code::Parts("{", parts, "}"))
}

/// A value that a client sends, on one line, or `None` where the type has none.
pub(super) fn value(model: &Model, client: Options, ty: &Type) -> Option<String> {
    Some(Inventor::new(model, client).value(ty)?.inline())
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

/// The lines that tell a result from what went wrong.
fn narrowed(method: &Method) -> Vec<String> {
    let show = |what: &str| format!("{:INDENT$}console.log({what});", "");
    let mut lines = vec!["if (result.ok) {".to_owned(), show("result.value")];
    if let Some(error) = method.errors.iter().min_by_key(|error| error.data.is_none()) {
        let status = Value::from(error.status.as_str());
        let shown = if error.data.is_some() {
            "result.error.data"
        } else {
            "result.error.message"
        };
        lines.extend([
            "} else if (result.error.kind !== \"declared\") {".to_owned(),
            show("result.error.message"),
            format!("}} else if (result.error.status === {status}) {{"),
            show(shown),
        ]);
    } else {
        lines.extend(["} else {".to_owned(), show("result.error.message")]);
    }
    lines.push("}".to_owned());
    lines
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
pub(super) fn connection(model: &Model, style: Style, address: &str, data: &Type) -> Option<Vec<String>> {
    let data = Inventor::new(model, style.client).value(data)?;
    let mut lines = Lines::new(style.line, format!("const mego = createClient({address}, "));
    lines.write(0, &Code::Parts("{", vec![("data: ".to_owned(), data)], "}"), ");");
    Some(lines.lines)
}

/// The lines of a subscription. What its handler gets is called like the event.
pub(super) fn subscription(model: &Model, event: &Event, line: usize) -> Vec<String> {
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
    if columns(&head) <= line {
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
