//! A function as it was written. Its body is never parsed: half a body, while it is being typed, expands like a whole
//! one, and completion goes on working.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Signature, Visibility};

pub(super) struct Function {
    pub(super) attributes: Vec<Attribute>,
    pub(super) visibility: Visibility,
    pub(super) signature: Signature,
    pub(super) body: TokenStream,
}

/// Why there is no function.
pub(super) enum Fault {
    /// The attribute stands on something else.
    NotAFunction(syn::Error),
    /// A function that syn cannot read.
    Syntax,
}

pub(super) fn parse(item: TokenStream) -> Result<Function, Fault> {
    syn::parse2(item.clone()).map_err(|_| {
        if is_function(&item) {
            return Fault::Syntax;
        }
        Fault::NotAFunction(syn::Error::new_spanned(
            item.into_iter().next(),
            "`#[mego::method]` stands on an async function: `async fn name(…) -> …`",
        ))
    })
}

fn is_function(item: &TokenStream) -> bool {
    item.clone().into_iter().any(|token| token.to_string() == "fn")
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Function> {
        Ok(Function {
            attributes: input.call(Attribute::parse_outer)?,
            visibility: input.parse()?,
            signature: input.parse()?,
            body: input.parse()?,
        })
    }
}

impl ToTokens for Function {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Function {
            attributes,
            visibility,
            signature,
            body,
        } = self;
        tokens.extend(quote!(#(#attributes)* #visibility #signature #body));
    }
}
