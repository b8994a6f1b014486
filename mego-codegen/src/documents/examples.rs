//! Where examples come from: what an author gave, or else what can be put together from the examples and defaults of
//! fields.

mod make;

use serde_json::Value;

use crate::model::{Input, Kind, Method, Model, Notes, Side, Type};
use crate::problem::Problems;

pub(super) use make::make;

use make::make_fields;

use super::check::{self, Fault};
use super::doc::Doc;
use super::links::{Link, Links};

/// The examples of one method.
#[derive(Debug, Default)]
pub(super) struct Examples {
    /// What a caller sends.
    pub(super) request: Option<Value>,
    /// What a caller gets: one item, of a stream.
    pub(super) response: Option<Value>,
    /// What goes with each declared error, in their order.
    pub(super) errors: Vec<Option<Value>>,
}

/// Finds and checks the examples of a method.
///
/// Under `# Example` the first `json` fence is what the caller sends and a second one what it gets; where a method takes
/// nothing, the first one is what the caller gets.
pub(super) fn of_method(model: &Model, method: &Method, problems: &mut Problems) -> Examples {
    let place = &method.rust;
    let mut fences = fences(place, &method.doc, problems).into_iter();
    let output = method.output.ty();
    // Files are no part of an example.
    let takes = !matches!(&method.input, Input::Params(params) if params.is_empty());
    let answers = !matches!(output.kind, Kind::Null);

    let request = fences.next_if(takes).inspect(|value| {
        let faults = match &method.input {
            Input::Params(params) => check::check_params(model, params, value),
            Input::Bind(ty) => check::check(model, Side::Input, ty, value),
        };
        report(place, "the example of the request", FENCE, &faults, problems);
    });
    let response = fences.next_if(answers).inspect(|value| {
        let faults = check::check(model, Side::Output, output, value);
        let what = if method.output.is_stream() {
            "the example of an item"
        } else {
            "the example of the response"
        };
        report(place, what, FENCE, &faults, problems);
    });
    if fences.next().is_some() {
        problems.add(
            place.clone(),
            "there are more `json` fences under `# Example` than this method has use for",
            "keep one for what a caller sends and one for what it gets, or move the others under another heading",
        );
    }
    let request = request.or_else(|| match &method.input {
        Input::Params(params) if takes => make_fields(model, Side::Input, &params.iter().collect::<Vec<_>>()),
        Input::Params(_) => None,
        Input::Bind(ty) => make(model, Side::Input, ty),
    });
    let errors = method.errors.iter().map(|error| {
        let place = format!("{place} -> Err({})", error.status);
        let ty = error.data.as_ref();
        let mut fences = self::fences(&place, &error.doc, problems).into_iter();
        let given = fences.next_if(ty.is_some());
        if let (Some(value), Some(ty)) = (&given, ty) {
            let faults = check::check(model, Side::Output, ty, value);
            report(&place, "the example of the error", FENCE, &faults, problems);
        }
        if fences.next().is_some() {
            problems.add(
                place,
                "there are more `json` fences under `# Example` than this error has use for",
                "keep one for its data if it has any, or move the others under another heading",
            );
        }
        given.or_else(|| ty.and_then(|ty| make(model, Side::Output, ty)))
    });
    let errors = errors.collect();
    Examples {
        request,
        response: response.or_else(|| make(model, Side::Output, output)),
        errors,
    }
}

/// Takes an element only where somebody has use for it.
trait NextIf: Iterator {
    fn next_if(&mut self, wanted: bool) -> Option<Self::Item>;
}

impl<I: Iterator> NextIf for I {
    fn next_if(&mut self, wanted: bool) -> Option<I::Item> {
        if wanted { self.next() } else { None }
    }
}

/// The example that the author gave for a type or for a field that has it.
pub(super) fn given(notes: &Notes) -> Option<Value> {
    let fence = if may_have_fence(&notes.doc) {
        fences("", &notes.doc, &mut Problems::default()).pop()
    } else {
        None
    };
    fence.or_else(|| notes.examples.first().cloned())
}

/// Checks every example that stands at a type or a field, wherever the contract mentions it.
pub(super) fn check_all(model: &Model, problems: &mut Problems) {
    for method in model.methods() {
        match &method.input {
            Input::Params(params) => {
                for param in params {
                    let place = format!("{}({})", method.rust, param.name);
                    // Unlike a default of serde's, this one was written by hand.
                    if let Some(default) = &param.ty.notes.default {
                        let faults = check::check(model, Side::Input, &param.ty, default);
                        report(
                            &place,
                            "the default",
                            "correct `#[param(default = …)]`",
                            &faults,
                            problems,
                        );
                    }
                    check_type(model, Side::Input, &param.ty, &place, AT_PARAM, problems);
                }
            }
            Input::Bind(ty) => check_type(model, Side::Input, ty, &method.rust, AT_FIELD, problems),
        }
        let output = method.output.ty();
        check_type(model, Side::Output, output, &method.rust, AT_FIELD, problems);
        for error in &method.errors {
            let place = format!("{} -> Err({})", method.rust, error.status);
            if let Some(ty) = &error.data {
                check_type(model, Side::Output, ty, &place, AT_FIELD, problems);
            }
        }
    }
    for event in &model.events {
        check_type(model, Side::Output, &event.data, &event.rust, AT_FIELD, problems);
    }
    if let Some(data) = &model.data {
        check_type(model, Side::Input, data, "on_connect(data)", AT_FIELD, problems);
    }
    for side in [Side::Input, Side::Output] {
        for (name, ty) in model.types.on(side) {
            check_type(model, side, ty, name, AT_FIELD, problems);
        }
    }
}

const FENCE: &str = "correct the `json` fence under `# Example` in its doc comment";

/// What to do about a wrong example of a type or of a field.
const AT_FIELD: &str = "correct `#[mego(example = …)]` or `#[schemars(example = …)]`";

/// What to do about a wrong example of a parameter, which may also be that of its type.
const AT_PARAM: &str = "correct `#[param(example = …)]`, or the `#[mego(example = …)]` or `#[schemars(example = …)]` of its type";

/// Checks the examples of a type and of what is inside it; `remedy` is for those that stand at the type itself.
fn check_type(model: &Model, side: Side, ty: &Type, place: &str, remedy: &str, problems: &mut Problems) {
    for value in &ty.notes.examples {
        let faults = check::check(model, side, ty, value);
        report(place, "the example", remedy, &faults, problems);
    }
    for value in fences(place, &ty.notes.doc, problems) {
        let faults = check::check(model, side, ty, &value);
        report(place, "the example", FENCE, &faults, problems);
    }
    match &ty.kind {
        Kind::Object(object) => {
            for field in &object.fields {
                check_type(
                    model,
                    side,
                    &field.ty,
                    &format!("{place}.{}", field.name),
                    AT_FIELD,
                    problems,
                );
            }
        }
        _ => {
            for child in ty.children() {
                check_type(model, side, child, place, AT_FIELD, problems);
            }
        }
    }
}

fn report(place: &str, what: &str, remedy: &str, faults: &[Fault], problems: &mut Problems) {
    for Fault { at, found, expected } in faults {
        let what = if at.is_empty() {
            what.to_owned()
        } else {
            format!("`{at}` in {what}")
        };
        problems.add(place, format!("{what} is {found}; expected {expected}"), remedy);
    }
}

/// The `json` fences under `# Example`. One that is not JSON is a problem.
fn fences(place: &str, doc: &str, problems: &mut Problems) -> Vec<Value> {
    if !may_have_fence(doc) {
        return Vec::new();
    }
    let mut values = Vec::new();
    for text in Doc::read(doc, &NoLinks).examples {
        match serde_json::from_str(&text) {
            Ok(value) => values.push(value),
            Err(error) => problems.add(place, format!("the example is not JSON: {error}"), FENCE),
        }
    }
    values
}

/// Saves reading doc comments that cannot hold an example.
fn may_have_fence(doc: &str) -> bool {
    doc.contains("json") && (doc.contains("```") || doc.contains("~~~"))
}

struct NoLinks;

impl Links for NoLinks {
    fn find(&self, _: &str) -> Option<Link> {
        None
    }
}
