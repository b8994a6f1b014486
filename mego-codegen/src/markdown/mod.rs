//! The API documents: a nested list in the reader's language.
//!
//! ```no_run
//! use mego::contract::Contract;
//! use mego_codegen::Model;
//! use mego_codegen::markdown::{self, Code, Labels, Options};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let contract = Contract::from_json(&std::fs::read_to_string("accounts.json")?)?;
//! let model = Model::new(&contract, "accounts")?;
//! let options = Options { labels: Labels::built_in("zh-TW")?, code: Code::Fenced };
//! std::fs::write(markdown::file_name(&model, &options), markdown::render(&model, &options)?)?;
//! # Ok(())
//! # }
//! ```

mod blocks;
mod brackets;
mod call;
mod check;
mod connecting;
mod doc;
mod document;
mod events;
mod examples;
mod fields;
mod inline;
mod json;
mod labels;
mod links;
mod names;
mod notation;
mod page;
mod sections;
mod sentence;
mod width;

pub use labels::Labels;

use crate::model::{Event, Method, Model, Side, Type};
use crate::problem::Problems;

/// How a document is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// The language.
    pub labels: Labels,
    /// How code stands in it, and with it how much the document says beyond its lists.
    pub code: Code,
}

/// How code stands in a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Code {
    /// Between fences that name the language. The document has anchors, a legend, a table of contents, the TypeScript
    /// call of each method and the status codes.
    #[default]
    Fenced,
    /// Indented by two levels, without anything around it. The document is its lists and nothing else.
    Indented,
}

/// Writes the document of an API.
///
/// # Errors
/// Every example that does not fit its type, with the method, the field and what was expected.
pub fn render(model: &Model, options: &Options) -> Result<String, Problems> {
    document::write(model, options)
}

/// The TypeScript call of a method as a document shows it, in lines, or `None` where there is no example to make it from.
pub(crate) fn example_call(model: &Model, method: &Method) -> Option<Vec<String>> {
    // What is wrong with an example is told by `render`.
    let examples = examples::of_method(model, method, &mut Problems::default());
    call::lines(model, method, examples.request.as_ref())
}

/// The TypeScript call of a method around an argument that is written already, in lines.
pub(crate) fn call_with(method: &Method, argument: &str) -> Vec<String> {
    call::around(method, argument)
}

/// A value that a client sends, as TypeScript on one line, or `None` where there is no example to make it from.
pub(crate) fn example_value(model: &Model, ty: &Type) -> Option<String> {
    examples::make(model, Side::Input, ty).map(|value| call::value(model, ty, &value))
}

/// The TypeScript of a subscription to an event, in lines.
pub(crate) fn example_subscription(model: &Model, event: &Event) -> Vec<String> {
    call::subscription(model, event)
}

/// The name of the file for a document: `accounts.zh-TW.md`.
#[must_use]
pub fn file_name(model: &Model, options: &Options) -> String {
    format!("{}.{}.md", model.name, options.labels.lang())
}
