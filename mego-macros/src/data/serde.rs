//! What the attributes of serde and schemars say, as far as we have to know it.

use proc_macro2::TokenStream;
use syn::{Attribute, Expr, ExprLit, Lit, Path};

/// One option, such as `rename = "a"`.
pub(super) struct SerdeOption {
    pub(super) path: Path,
    /// Its text, if it has one.
    pub(super) text: Option<String>,
}

/// The options of all attributes of one name or more.
pub(super) struct SerdeOptions(Vec<SerdeOption>);

impl SerdeOptions {
    /// Those in `#[serde(…)]`.
    pub(super) fn of(attributes: &[Attribute]) -> SerdeOptions {
        SerdeOptions::read(attributes, &["serde"])
    }

    /// Those in `#[serde(…)]` and `#[schemars(…)]`.
    pub(super) fn of_both(attributes: &[Attribute]) -> SerdeOptions {
        SerdeOptions::read(attributes, &["serde", "schemars"])
    }

    fn read(attributes: &[Attribute], names: &[&str]) -> SerdeOptions {
        let mut options = Vec::new();
        let theirs = |attribute: &&Attribute| names.iter().any(|name| attribute.path().is_ident(name));
        for attribute in attributes.iter().filter(theirs) {
            // A malformed list is theirs to report.
            let _ = attribute.parse_nested_meta(|meta| {
                let mut text = None;
                if meta.input.peek(syn::Token![=]) {
                    if let Expr::Lit(ExprLit {
                        lit: Lit::Str(literal),
                        ..
                    }) = meta.value()?.parse::<Expr>()?
                    {
                        text = Some(literal.value());
                    }
                } else if meta.input.peek(syn::token::Paren) {
                    let content;
                    syn::parenthesized!(content in meta.input);
                    content.parse::<TokenStream>()?;
                }
                options.push(SerdeOption {
                    path: meta.path.clone(),
                    text,
                });
                Ok(())
            });
        }
        SerdeOptions(options)
    }

    pub(super) fn get(&self, name: &str) -> Option<&SerdeOption> {
        self.0.iter().find(|option| option.path.is_ident(name))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    pub(super) fn has_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.has(name))
    }
}
