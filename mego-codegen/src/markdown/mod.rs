//! The API documents as Markdown: a nested list in the reader's language.
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

mod page;
mod print;

pub use crate::documents::Labels;

use crate::documents::{self, Medium};
use crate::model::Model;
use crate::problem::Problems;
use crate::typescript;

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
    /// Between fences that name the language. The document has a title, anchors, a legend, a table of contents, a way to
    /// begin, the TypeScript call of each method and the status codes.
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
    render_for(model, options, typescript::Options::default())
}

/// Writes the document of an API for a client that is not like others: its calls show integers and dates as it has them.
///
/// # Errors
/// Those of [`render`].
pub fn render_for(model: &Model, options: &Options, client: typescript::Options) -> Result<String, Problems> {
    let medium = match options.code {
        Code::Fenced => Medium::Markdown,
        Code::Indented => Medium::Lists,
    };
    let document = documents::read(model, &options.labels, client, medium)?;
    Ok(print::document(&document, options.code))
}

/// The name of the file for a document: `accounts.zh-TW.md`.
#[must_use]
pub fn file_name(model: &Model, options: &Options) -> String {
    format!("{}.{}.md", model.name, options.labels.lang())
}
