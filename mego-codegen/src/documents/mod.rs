//! The content of the API documents: what there is to say about an API, in one language, read from the model into a tree.
//! [`markdown`](crate::markdown) and [`site`](crate::site) print it.

mod blocks;
mod brackets;
mod call;
mod check;
mod connecting;
mod doc;
mod events;
mod examples;
mod facts;
mod fields;
mod files;
mod inline;
mod json;
mod labels;
mod links;
mod names;
mod notation;
mod quantity;
mod read;
mod sections;
mod sentence;
mod statuses;
mod tree;
mod width;

pub use labels::Labels;

pub(crate) use blocks::{Block, escape_start, fenced, lines as block_lines};
pub(crate) use call::Call;
pub(crate) use doc::Doc;
pub(crate) use inline::{Inline, escape};
pub(crate) use json::lines as json_lines;
pub(crate) use labels::fill;
pub(crate) use read::read;
pub(crate) use tree::{Code, Document, Entry, Field, Label, Part, Presence, Section, SectionKind, Status};
pub(crate) use width::joint;

use crate::model::{Event, Method, Model, Type};
use crate::problem::Problems;
use crate::typescript::Options;

/// The TypeScript call of a method as a document shows it.
pub(crate) fn example_call(model: &Model, client: Options, method: &Method) -> Option<Call> {
    // What is wrong with an example is told where documents are read.
    let examples = examples::of_method(model, method, &mut Problems::default());
    call::of(model, client, method, examples.request.as_ref())
}

/// A value that a client sends, as TypeScript on one line.
pub(crate) fn example_value(model: &Model, client: Options, ty: &Type) -> Option<String> {
    call::value(model, client, ty)
}

/// The TypeScript of a subscription to an event, in lines.
pub(crate) fn example_subscription(model: &Model, event: &Event) -> Vec<String> {
    call::subscription(model, event)
}
