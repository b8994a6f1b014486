//! Which method is best to begin with.

use crate::documents::examples;
use crate::model::{Method, Model};
use crate::problem::Problems;

use super::{Call, Style, of, result_of};

/// The longest call that is shown where one has to stand for all.
const SHORT: usize = 80;

/// Words with which the names of methods begin that only look.
const READING: &[&str] = &[
    "count", "fetch", "find", "get", "list", "load", "lookup", "query", "read", "search", "show",
];

/// A call as one would write it, of the method that is best to begin with: one that a reader may copy and run as it
/// stands and that changes nothing, as far as the contract and the names tell; with something in its brackets, and with
/// few errors. Where all are alike it is the first one.
pub(in crate::documents) fn first(model: &Model, style: Style) -> Option<(&Method, Call)> {
    let calls = model.methods().filter_map(|method| {
        // What is wrong with an example is told where documents are read.
        let examples = examples::of_method(model, method, &mut Problems::default());
        Some((method, of(model, style, method, examples.request.as_ref())?))
    });
    calls.min_by_key(|(method, call)| {
        let text = call.lines.join("\n");
        let is_long = call.lines.len() > 1 || text.chars().count() > SHORT;
        (
            method.deprecated.is_some(),
            is_long,
            !call.is_whole,
            change(method),
            text.contains("()"),
            method.errors.len(),
        )
    })
}

/// A call that says how errors are told apart: of a method that declares some, and is not a stream.
pub(in crate::documents) fn first_that_fails(model: &Model, style: Style) -> Option<Call> {
    let methods = model.methods().filter(|method| !method.output.is_stream());
    let calls = methods.filter_map(|method| {
        let examples = examples::of_method(model, method, &mut Problems::default());
        let call = result_of(model, style, method, examples.request.as_ref())?;
        Some((method, call))
    });
    let best = calls.min_by_key(|(method, call)| {
        (
            method.deprecated.is_some(),
            method.errors.is_empty(),
            method.errors.iter().all(|error| error.data.is_none()),
            !call.is_whole,
            call.lines.len(),
        )
    });
    Some(best?.1)
}

/// How much a call changes, as far as one can tell.
fn change(method: &Method) -> u8 {
    match method.idempotent {
        _ if is_reading(&method.name) => 0,
        true => 1,
        false => 2,
    }
}

/// Whether the first word of a name says so: `list` in `users.listAll`.
pub(crate) fn is_reading(name: &str) -> bool {
    let name = name.rsplit('.').next().unwrap_or_default();
    let end = name
        .find(|letter: char| !letter.is_ascii_lowercase())
        .unwrap_or(name.len());
    READING.contains(&&name[..end])
}
