//! The API documents.

mod blocks;
mod doc;
mod inline;
mod json;
mod links;
mod page;
mod sentence;
mod width;

/// How code stands in a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Code {
    /// Between fences that name the language.
    #[default]
    Fenced,
    /// Indented by two levels, without anything around it.
    Indented,
}
