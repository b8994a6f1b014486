//! `#[mego::data]`.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Data, DeriveInput, Error, Expr, Field, Fields, Path, Token, Type, parse_quote};

use crate::ctxt::Ctxt;
use crate::owned::owned;
use crate::{attributes, docs, examples};

pub(crate) fn data(attribute: TokenStream, item: &TokenStream) -> TokenStream {
    let input = match read(item, "mego::data") {
        Ok(input) => input,
        Err(answer) => return answer,
    };
    let ctxt = Ctxt::new();
    let krate = options(&ctxt, attribute);
    let checked = Checked::new(&ctxt, &krate, input, "data");
    let errors = ctxt.finish();
    let expanded = checked.expand(&krate, errors.is_some());
    quote!(#expanded #errors)
}

/// The struct or enum that an attribute stands on; otherwise what the attribute expands to, with the fault.
pub(crate) fn read(item: &TokenStream, attribute: &str) -> Result<DeriveInput, TokenStream> {
    let Ok(input) = syn::parse2::<DeriveInput>(item.clone()) else {
        return Err(not_a_type(item, attribute));
    };
    if let Data::Union(union) = &input.data {
        let message = "a union has no form on the wire: use an enum";
        return Err(with_error(item, &Error::new(union.union_token.span, message)));
    }
    Ok(input)
}

fn not_a_type(item: &TokenStream, attribute: &str) -> TokenStream {
    let is_type =
        |token: &TokenTree| matches!(token, TokenTree::Ident(word) if word == "struct" || word == "enum");
    if item.clone().into_iter().any(|token| is_type(&token)) {
        // rustc parses an item before it hands it to us, and has told what is wrong.
        return item.clone();
    }
    let first = item.clone().into_iter().next();
    let message = format!("`#[{attribute}]` stands on a struct or an enum");
    with_error(item, &Error::new_spanned(first, message))
}

/// A type that goes over the wire, checked.
pub(crate) struct Checked {
    pub(crate) input: DeriveInput,
    borrows: bool,
}

impl Checked {
    /// Checks the type for the attribute of this name: `data`, or another that implies it.
    pub(crate) fn new(ctxt: &Ctxt, krate: &Path, mut input: DeriveInput, attribute: &str) -> Checked {
        check_attributes(ctxt, &mut input.attrs, attribute);
        check_derives(ctxt, &mut input.attrs, attribute);
        let borrows = check_lifetimes(ctxt, &input);
        rewrite(ctxt, krate, &mut input.attrs);
        match &mut input.data {
            Data::Struct(data) => rewrite_fields(ctxt, krate, &mut data.fields),
            Data::Enum(data) => {
                for variant in &mut data.variants {
                    rewrite(ctxt, krate, &mut variant.attrs);
                    rewrite_fields(ctxt, krate, &mut variant.fields);
                }
            }
            Data::Union(_) => {}
        }
        if !borrows {
            check_references(ctxt, &mut input.data);
        }
        Checked { input, borrows }
    }

    /// The type with its derives. Of one with faults, no more is said than those.
    pub(crate) fn expand(&self, krate: &Path, has_faults: bool) -> TokenStream {
        let Checked { input, borrows } = self;
        let derives = derives(input, krate, !borrows);
        let assertion = (!borrows && !has_faults).then(|| fields_assertion(input, krate));
        quote!(#assertion #derives #input)
    }
}

fn with_error(item: &TokenStream, error: &Error) -> TokenStream {
    let error = error.to_compile_error();
    quote!(#item #error)
}

/// A second attribute of ours would derive once more what this one derives, and fail with words of rustc.
fn check_attributes(ctxt: &Ctxt, attributes: &mut Vec<Attribute>, this: &str) {
    attributes.retain(|attribute| {
        let path = attribute.path();
        let Some(other) = ["data", "event"]
            .into_iter()
            .find(|name| attributes::is_ours(path, name))
        else {
            return true;
        };
        let message = if other == this {
            format!("`#[mego::{this}]` is given twice")
        } else {
            "`#[mego::event]` makes the type one that goes over the wire: take `#[mego::data]` away"
                .to_owned()
        };
        ctxt.error(path, message);
        false
    });
}

/// A derive of what is derived here already would be told in words of rustc. One that stands above the attribute is
/// expanded before it, and cannot be seen.
fn check_derives(ctxt: &Ctxt, attributes: &mut [Attribute], this: &str) {
    for attribute in attributes
        .iter_mut()
        .filter(|attribute| attribute.path().is_ident("derive"))
    {
        let Ok(derives) = attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated) else {
            // rustc's to report.
            continue;
        };
        let is_ours = |path: &Path| {
            path.segments.last().is_some_and(|segment| {
                ["Serialize", "Deserialize", "JsonSchema"]
                    .iter()
                    .any(|ours| segment.ident == ours)
            })
        };
        let (ours, others): (Vec<_>, Vec<_>) = derives.into_iter().partition(is_ours);
        if let Some(first) = ours.first() {
            ctxt.error(
                first,
                format!(
                    "`#[mego::{this}]` derives `Serialize`, `Deserialize` and `JsonSchema` itself: take it away here"
                ),
            );
            *attribute = parse_quote!(#[derive(#(#others),*)]);
        }
    }
}

/// Whether the type borrows, which is an error.
fn check_lifetimes(ctxt: &Ctxt, input: &DeriveInput) -> bool {
    let Some(lifetime) = input.generics.lifetimes().next() else {
        return false;
    };
    ctxt.error(
        lifetime,
        "what goes over the wire owns its values: use `String` for `&str`, `Vec<T>` for `&[T]`",
    );
    true
}

fn check_references(ctxt: &Ctxt, data: &mut Data) {
    let fields: Vec<_> = match data {
        Data::Struct(data) => data.fields.iter_mut().collect(),
        Data::Enum(data) => data
            .variants
            .iter_mut()
            .flat_map(|variant| variant.fields.iter_mut())
            .collect(),
        Data::Union(_) => Vec::new(),
    };
    for field in fields {
        if let Type::Reference(reference) = &mut field.ty {
            let owned = owned(reference);
            ctxt.error(
                &*reference,
                format!("what goes over the wire owns its values: {owned}"),
            );
            // Else rustc, and serde after it, would have more to say.
            field.ty = parse_quote!(());
        }
    }
}

fn options(ctxt: &Ctxt, attribute: TokenStream) -> Path {
    let mut krate = None;
    attributes::read(ctxt, attribute, |meta| {
        if meta.path.is_ident("crate") {
            attributes::set(ctxt, &meta, &mut krate, attributes::path(&meta)?);
            return Ok(());
        }
        Err(attributes::unknown(&meta, &["crate"]))
    });
    krate.unwrap_or_else(|| parse_quote!(::mego))
}

fn derives(input: &DeriveInput, krate: &Path, with_deserialize: bool) -> TokenStream {
    let serde = path_text(krate, "serde");
    let schemars = path_text(krate, "schemars");
    let is_enum = matches!(input.data, Data::Enum(_));
    // Only where there are names: serde refuses `rename_all` on a tuple struct.
    let has_names = match &input.data {
        Data::Struct(data) => matches!(data.fields, Fields::Named(_)),
        Data::Enum(_) => true,
        Data::Union(_) => false,
    };
    let rename = (has_names && !has_serde_option(&input.attrs, "rename_all"))
        .then(|| quote!(#[serde(rename_all = "camelCase")]));
    let rename_fields = (is_enum && !has_serde_option(&input.attrs, "rename_all_fields"))
        .then(|| quote!(#[serde(rename_all_fields = "camelCase")]));
    // Of a type that borrows, serde would say no more than we have said.
    let deserialize = with_deserialize.then(|| quote!(#krate::__private::serde::Deserialize,));
    quote! {
        #[derive(
            #krate::__private::serde::Serialize,
            #deserialize
            #krate::__private::schemars::JsonSchema,
        )]
        #[serde(crate = #serde)]
        #[schemars(crate = #schemars)]
        #rename
        #rename_fields
    }
}

/// Says of each field, in our words and before serde and schemars do in theirs, that its type cannot be sent.
///
/// Not of fields with attributes of theirs, which may send something else, and not of generic types, whose bounds the
/// derives know.
fn fields_assertion(input: &DeriveInput, krate: &Path) -> TokenStream {
    if !input.generics.params.is_empty() {
        return TokenStream::new();
    }
    let fields: Vec<&Field> = match &input.data {
        Data::Struct(data) => data.fields.iter().collect(),
        Data::Enum(data) => data.variants.iter().flat_map(|variant| &variant.fields).collect(),
        Data::Union(_) => Vec::new(),
    };
    let is_plain = |field: &&Field| {
        let names = ["serde", "schemars", "cfg"];
        let is_theirs = |attribute: &Attribute| names.iter().any(|name| attribute.path().is_ident(name));
        // `Self` means the type within its definition only.
        !field.attrs.iter().any(is_theirs) && !mentions_self(field.ty.to_token_stream())
    };
    let types = fields.into_iter().filter(is_plain).map(|field| {
        let ty = &field.ty;
        quote_spanned!(ty.span()=> field::<#ty>();)
    });
    let cfgs = docs::cfgs(&input.attrs);
    quote! {
        #(#cfgs)*
        const _: () = {
            #[allow(dead_code, deprecated)]
            fn fields() {
                #[allow(unused_imports)]
                use #krate::__private::field;
                #(#types)*
            }
        };
    }
}

fn mentions_self(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == "Self",
        TokenTree::Group(group) => mentions_self(group.stream()),
        _ => false,
    })
}

fn path_text(krate: &Path, name: &str) -> String {
    format!("{}::__private::{name}", krate.to_token_stream()).replace(' ', "")
}

fn has_serde_option(attributes: &[Attribute], option: &str) -> bool {
    let mut found = false;
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("serde"))
    {
        // A malformed list is serde's to report.
        let _ = attribute.parse_nested_meta(|meta| {
            found |= meta.path.is_ident(option);
            if meta.input.peek(syn::Token![=]) {
                meta.value()?.parse::<Expr>()?;
            } else if meta.input.peek(syn::token::Paren) {
                let content;
                syn::parenthesized!(content in meta.input);
                content.parse::<TokenStream>()?;
            }
            Ok(())
        });
    }
    found
}

fn rewrite_fields(ctxt: &Ctxt, krate: &Path, fields: &mut Fields) {
    fields
        .iter_mut()
        .for_each(|field| rewrite(ctxt, krate, &mut field.attrs));
}

/// `#[mego(example = …)]` is schemars' example, made into JSON by a function of ours: what cannot be, is told in our words.
fn rewrite(ctxt: &Ctxt, krate: &Path, attributes: &mut [Attribute]) {
    for attribute in attributes
        .iter_mut()
        .filter(|attribute| attribute.path().is_ident("mego"))
    {
        let mut example: Option<Expr> = None;
        attributes::read_attribute(ctxt, attribute, |meta| {
            if meta.path.is_ident("example") {
                let value = attributes::value(&meta)?.parse()?;
                attributes::set(ctxt, &meta, &mut example, value);
                return Ok(());
            }
            Err(attributes::unknown(&meta, &["example"]))
        });
        *attribute = match example {
            Some(example) => {
                let value = examples::json(&quote!(#krate::__private::example), &example);
                parse_quote!(#[schemars(example = #value)])
            }
            None => parse_quote!(#[allow(unused)]),
        };
    }
}
