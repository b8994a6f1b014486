//! `#[mego::data]`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::parse::Parser;
use syn::{Attribute, Data, DeriveInput, Expr, ExprLit, Fields, Lit, Path, parse_quote};

use crate::attributes;
use crate::ctxt::Ctxt;

pub(crate) fn data(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let ctxt = Ctxt::new();
    let krate = options(&ctxt, attribute);
    let mut input: DeriveInput = match syn::parse2(item.clone()) {
        Ok(input) => input,
        Err(_) => {
            let first = item.clone().into_iter().next();
            ctxt.error(first, "`#[mego::data]` stands on a struct or an enum");
            let errors = ctxt.finish();
            return quote!(#item #errors);
        }
    };
    if let Data::Union(union) = &input.data {
        ctxt.error(union.union_token, "a union has no form on the wire: use an enum");
        let errors = ctxt.finish();
        return quote!(#item #errors);
    }
    rewrite(&ctxt, &mut input.attrs);
    match &mut input.data {
        Data::Struct(data) => rewrite_fields(&ctxt, &mut data.fields),
        Data::Enum(data) => {
            for variant in &mut data.variants {
                rewrite(&ctxt, &mut variant.attrs);
                rewrite_fields(&ctxt, &mut variant.fields);
            }
        }
        Data::Union(_) => {}
    }
    let derives = derives(&input, &krate);
    let errors = ctxt.finish();
    quote!(#derives #input #errors)
}

fn options(ctxt: &Ctxt, attribute: TokenStream) -> Path {
    let mut krate = None;
    let parser = syn::meta::parser(|meta| {
        if meta.path.is_ident("crate") {
            attributes::set(ctxt, &meta, &mut krate, attributes::path(&meta)?);
            return Ok(());
        }
        Err(attributes::unknown(&meta, &["crate"]))
    });
    ctxt.ok(parser.parse2(attribute));
    krate.unwrap_or_else(|| parse_quote!(::mego))
}

fn derives(input: &DeriveInput, krate: &Path) -> TokenStream {
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
    quote! {
        #[derive(
            #krate::__private::serde::Serialize,
            #krate::__private::serde::Deserialize,
            #krate::__private::schemars::JsonSchema,
        )]
        #[serde(crate = #serde)]
        #[schemars(crate = #schemars)]
        #rename
        #rename_fields
    }
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

fn rewrite_fields(ctxt: &Ctxt, fields: &mut Fields) {
    fields
        .iter_mut()
        .for_each(|field| rewrite(ctxt, &mut field.attrs));
}

/// `#[mego(example = …)]` is schemars' example, which takes a text only by reference: without one it could be a path.
fn rewrite(ctxt: &Ctxt, attributes: &mut [Attribute]) {
    for attribute in attributes
        .iter_mut()
        .filter(|attribute| attribute.path().is_ident("mego"))
    {
        let mut example: Option<Expr> = None;
        let result = attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("example") {
                attributes::set(ctxt, &meta, &mut example, meta.value()?.parse()?);
                return Ok(());
            }
            Err(attributes::unknown(&meta, &["example"]))
        });
        ctxt.ok(result);
        *attribute = match example {
            Some(Expr::Lit(ExprLit {
                lit: text @ Lit::Str(_),
                ..
            })) => parse_quote!(#[schemars(example = &#text)]),
            Some(example) => parse_quote!(#[schemars(example = #example)]),
            None => parse_quote!(#[allow(unused)]),
        };
    }
}
