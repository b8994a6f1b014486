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
mod medium;
mod names;
mod notation;
mod quantity;
mod read;
mod sections;
mod sentence;
mod started;
mod statuses;
mod tree;
mod width;

pub use labels::Labels;

pub(crate) use blocks::{Block, escape_start, fenced, lines as block_lines};
pub(crate) use call::is_reading;
pub(crate) use doc::Doc;
pub(crate) use inline::{Inline, escape};
pub(crate) use json::lines as json_lines;
pub(crate) use labels::fill;
pub(crate) use medium::Medium;
pub(crate) use read::read;
pub(crate) use tree::{Code, Document, Entry, Field, Label, Part, Presence, Section, SectionKind, Status};
pub(crate) use width::joint;

use crate::model::{Event, Model, Type};
use crate::typescript::Options;
use call::Style;

/// The TypeScript call of the method that is best to begin with, in lines.
pub(crate) fn example_call(model: &Model, client: Options) -> Option<Vec<String>> {
    let style = Style::new(client, Medium::Markdown);
    Some(call::first(model, style)?.1.lines)
}

/// A value that a client sends, as TypeScript on one line.
pub(crate) fn example_value(model: &Model, client: Options, ty: &Type) -> Option<String> {
    call::value(model, client, ty)
}

/// The TypeScript of a subscription to an event, in lines.
pub(crate) fn example_subscription(model: &Model, event: &Event) -> Vec<String> {
    call::subscription(model, event, Medium::Markdown.line())
}
