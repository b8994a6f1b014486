//! What a field says beyond its type, for the contract: marks in its schema, and what serde has to know of a `Patch`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, Expr, Field, Path, Type, parse_quote};

use super::serde::SerdeOptions;
use super::spelling;
use crate::ctxt::Ctxt;
use crate::{attributes, examples};

/// What the wire holds is then for other code to say than that of the field's type.
const TAKEN_OVER: &[&str] = &[
    "skip",
    "with",
    "serialize_with",
    "deserialize_with",
    "schema_with",
];

/// Rewrites the attributes of a field.
pub(super) fn rewrite(ctxt: &Ctxt, krate: &Path, field: &mut Field) {
    let options = SerdeOptions::of_both(&field.attrs);
    rewrite_ours(ctxt, krate, &mut field.attrs, &["example", "int64"]);
    if options
        .get("skip_serializing_if")
        .and_then(|option| option.text.as_deref())
        .is_some_and(|path| path.replace(' ', "").ends_with("Option::is_none"))
    {
        // Null is never sent, which schemars cannot see.
        field.attrs.push(mark("x-mego-absent", &quote!(true)));
    }
    if options.has_any(TAKEN_OVER) {
        return;
    }
    if let Some(key) = spelling::unfit_key(&field.ty) {
        ctxt.error(
            key,
            "the keys of a map are text or integers of up to 64 bits on the wire: \
             use one of these, or a `Vec` of a struct that holds key and value",
        );
    }
    if spelling::is_nested_option(&field.ty) {
        field.attrs.push(mark("x-mego-nested-option", &quote!(true)));
    }
    if spelling::is(&field.ty, "Patch") {
        if !options.has("default") {
            field.attrs.push(parse_quote!(#[serde(default)]));
        }
        if !options.has("skip_serializing_if") {
            let is_absent = format!("{}::Patch::is_absent", krate.to_token_stream()).replace(' ', "");
            field
                .attrs
                .push(parse_quote!(#[serde(skip_serializing_if = #is_absent)]));
        }
    }
}

/// A keyword in the schema.
pub(super) fn mark(keyword: &str, value: &TokenStream) -> Attribute {
    parse_quote!(#[schemars(extend(#keyword = #value))])
}

/// `#[mego(example = …)]` is schemars' example, made into JSON by a function of ours: what cannot be, is told in our words.
/// `#[mego(int64 = "…")]` is a mark. `allowed` is what may stand here.
pub(super) fn rewrite_ours(ctxt: &Ctxt, krate: &Path, attributes: &mut [Attribute], allowed: &[&str]) {
    for attribute in attributes
        .iter_mut()
        .filter(|attribute| attribute.path().is_ident("mego"))
    {
        let mut example: Option<Expr> = None;
        let mut int64: Option<String> = None;
        attributes::read_attribute(ctxt, attribute, |meta| {
            let is = |name: &str| meta.path.is_ident(name) && allowed.contains(&name);
            if is("example") {
                let value = attributes::value(&meta)?.parse()?;
                attributes::set(ctxt, &meta, &mut example, value);
                return Ok(());
            }
            if is("int64") {
                attributes::set(ctxt, &meta, &mut int64, attributes::int64(&meta)?);
                return Ok(());
            }
            Err(attributes::unknown(&meta, allowed))
        });
        let example = example.map(|example| {
            let value = examples::json(&quote!(#krate::__private::example), &example);
            quote!(example = #value)
        });
        let int64 = int64.map(|int64| quote!(extend("x-mego-int64" = #int64)));
        let options: Vec<_> = example.into_iter().chain(int64).collect();
        *attribute = if options.is_empty() {
            parse_quote!(#[allow(unused)])
        } else {
            parse_quote!(#[schemars(#(#options),*)])
        };
    }
}

/// Whether serde and schemars take a field for what its type says.
pub(super) fn is_plain(field: &Field) -> bool {
    let names = ["serde", "schemars", "cfg"];
    let is_theirs = |attribute: &Attribute| names.iter().any(|name| attribute.path().is_ident(name));
    // `Self` means the type within its definition only.
    !field.attrs.iter().any(is_theirs) && !spelling::mentions_self(field.ty.to_token_stream())
}

/// The types of the fields that are plain.
pub(super) fn plain<'f>(fields: impl IntoIterator<Item = &'f Field>) -> Vec<Type> {
    fields
        .into_iter()
        .filter(|field| is_plain(field))
        .map(|field| field.ty.clone())
        .collect()
}
