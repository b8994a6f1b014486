//! Doc comments, and the other attributes that documents are made from.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// The doc comment as an expression of type `&'static str`: one leading space removed from each line.
///
/// Most are plain text; `#[doc = include_str!(…)]` is an expression that only the compiler can evaluate.
pub(crate) fn expression(attributes: &[Attribute]) -> TokenStream {
    let lines = lines(attributes);
    if let Some(text) = plain(&lines) {
        return quote!(#text);
    }
    let parts = lines.iter().enumerate().map(|(number, line)| {
        let newline = (number > 0).then(|| quote!("\n",));
        match line {
            Line::Text(text) => quote!(#newline #text),
            Line::Expression(expression) => quote!(#newline #expression),
        }
    });
    quote!(::core::concat!(#(#parts),*))
}

/// The doc comment, where it is plain text.
pub(crate) fn text(attributes: &[Attribute]) -> String {
    plain(&lines(attributes)).unwrap_or_default()
}

/// The first paragraph on one line.
pub(crate) fn first_paragraph(doc: &str) -> String {
    let lines: Vec<_> = doc
        .lines()
        .map(str::trim)
        .skip_while(|line| line.is_empty())
        .collect();
    let end = lines
        .iter()
        .position(|line| line.is_empty())
        .unwrap_or(lines.len());
    lines[..end].join(" ")
}

enum Line<'a> {
    Text(String),
    Expression(&'a Expr),
}

fn lines(attributes: &[Attribute]) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"))
    {
        let Meta::NameValue(meta) = &attribute.meta else {
            continue;
        };
        match &meta.value {
            Expr::Lit(ExprLit {
                lit: Lit::Str(text), ..
            }) => {
                let text = text.value();
                lines
                    .extend(text.split('\n').map(|line| {
                        Line::Text(line.strip_prefix(' ').unwrap_or(line).trim_end().to_owned())
                    }));
            }
            expression => lines.push(Line::Expression(expression)),
        }
    }
    lines
}

fn plain(lines: &[Line<'_>]) -> Option<String> {
    let lines: Option<Vec<_>> = lines
        .iter()
        .map(|line| match line {
            Line::Text(text) => Some(text.as_str()),
            Line::Expression(_) => None,
        })
        .collect();
    lines.map(|lines| lines.join("\n").trim_matches('\n').to_owned())
}

/// The note of `#[deprecated]`: empty where it has none, nothing where the attribute is not there.
pub(crate) fn deprecation(attributes: &[Attribute]) -> Option<String> {
    let attribute = attributes
        .iter()
        .find(|attribute| attribute.path().is_ident("deprecated"))?;
    let text = |expression: &Expr| match expression {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text), ..
        }) => text.value(),
        _ => String::new(),
    };
    Some(match &attribute.meta {
        Meta::Path(_) => String::new(),
        Meta::NameValue(meta) => text(&meta.value),
        Meta::List(_) => {
            let mut note = String::new();
            // A malformed list is rustc's to report.
            let _ = attribute.parse_nested_meta(|meta| {
                let value: Expr = meta.value()?.parse()?;
                if meta.path.is_ident("note") {
                    note = text(&value);
                }
                Ok(())
            });
            note
        }
    })
}

/// An `Option` as an expression.
pub(crate) fn option(value: Option<impl ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}

/// The attributes that also stand on what is generated beside an item.
pub(crate) fn cfgs(attributes: &[Attribute]) -> Vec<&Attribute> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("cfg"))
        .collect()
}
