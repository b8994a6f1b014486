//! Writes the TypeScript client and the API documents of a Mego server from its contract.
//!
//! ```
//! use mego::contract::Contract;
//! use mego_codegen::Options;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let text = r#"{"mego": 1, "package": "shop", "groups": [], "types": {"input": {}, "output": {}}}"#;
//! let files = mego_codegen::generate(&Contract::from_json(text)?, "shop", &Options::default())?;
//! assert!(files["index.ts"].contains("createClient"));
//! # Ok(())
//! # }
//! ```

mod asyncapi;
pub mod cli;
mod config;
pub mod diff;
mod documents;
mod export;
mod lint;
pub mod markdown;
pub mod model;
pub mod output;
mod problem;
mod reserved;
mod settings;
pub mod site;
mod sources;
pub mod typescript;

use mego::contract::Contract;

pub use lint::{Lint, Warning, lint};
pub use model::Model;
use output::Files;
pub use problem::{Problem, Problems};

/// What is generated from a contract.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Options {
    /// How the client is written.
    pub typescript: typescript::Options,
    /// What the documents call the API; its name in words if nothing is said.
    pub title: Option<String>,
    /// The documents, each in its language.
    pub documents: Vec<markdown::Options>,
    /// Whether the documents are written as a static site, too.
    pub html: bool,
    /// Whether `asyncapi.json` is written.
    pub asyncapi: bool,
}

/// Generates everything that belongs into the folder of an API: the client, the contract and the documents. `name` is what
/// the API is called.
///
/// # Errors
/// Everything that is wrong with the contract, told at once.
pub fn generate(contract: &Contract, name: &str, options: &Options) -> Result<Files, Problems> {
    let mut problems = Problems::default();
    let mut model = Model::read(contract, name, &mut problems);
    model.title.clone_from(&options.title);
    let mut files = Files::new();
    match typescript::generate(&model, options.typescript) {
        Ok(client) => files.extend(client),
        Err(more) => problems.extend(more),
    }
    // A document of a model with problems would only repeat them.
    let documents = if problems.is_empty() {
        options.documents.as_slice()
    } else {
        &[]
    };
    for document in documents {
        match markdown::render_for(&model, document, options.typescript) {
            Ok(text) => drop(files.insert(markdown::file_name(&model, document), text)),
            Err(more) => problems.extend(more),
        }
    }
    if options.asyncapi && problems.is_empty() {
        files.insert("asyncapi.json".to_owned(), asyncapi::render(contract, &model));
    }
    if options.html && !documents.is_empty() {
        let languages: Vec<_> = documents.iter().map(|document| document.labels.clone()).collect();
        match site::render(&model, &languages, options.typescript) {
            Ok(site) => files.extend(site),
            Err(more) => problems.extend(more),
        }
    }
    files.insert("mego.json".to_owned(), contract.to_json());
    problems.into_result(files)
}
