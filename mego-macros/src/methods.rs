//! `methods![…]`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Path, Token, parse_quote};

struct List {
    krate: Path,
    methods: Punctuated<Path, Token![,]>,
}

impl Parse for List {
    fn parse(input: ParseStream<'_>) -> syn::Result<List> {
        let mut krate = parse_quote!(::mego);
        if input.peek(Token![crate]) && input.peek2(Token![=]) {
            input.parse::<Token![crate]>()?;
            input.parse::<Token![=]>()?;
            krate = Path::parse_mod_style(input)?;
            input.parse::<Token![;]>()?;
        }
        let methods = Punctuated::parse_terminated_with(input, method)?;
        Ok(List { krate, methods })
    }
}

fn method(input: ParseStream<'_>) -> syn::Result<Path> {
    let fork = input.fork();
    let Ok(path) = Path::parse_mod_style(input) else {
        let message = match fork.parse::<Path>() {
            // With arguments of a generic function.
            Ok(_) => "list the function itself, without anything after its name",
            Err(_) => "expected the name of a function that has `#[mego::method]`",
        };
        return Err(input.error(message));
    };
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(path);
    }
    let message = if input.peek(syn::token::Paren) || input.peek(Token![<]) {
        "list the function itself, without anything after its name"
    } else {
        "expected a comma between two methods"
    };
    Err(input.error(message))
}

pub(crate) fn methods(input: TokenStream) -> TokenStream {
    let List { krate, methods } = match syn::parse2(input) {
        Ok(list) => list,
        Err(error) => return error.to_compile_error(),
    };
    let entries = methods.iter().map(entry);
    // Each entry is compared with those before it, so that the error stands on the second of two. All in one constant:
    // one for each costs as much as the check of a small function.
    let checks = methods.iter().enumerate().skip(1).map(|(position, path)| {
        let text = path.to_token_stream().to_string().replace(' ', "");
        let message = format!("`{text}` has the same name on the wire as a method before it in this list");
        let panic = quote_spanned!(path.span()=> ::core::panic!(#message));
        quote!(if __mego::repeats(LIST, #position) { #panic })
    });
    let count = methods.len();
    quote! {{
        use #krate::__private as __mego;

        const LIST: &[__mego::ListEntry; #count] = &[#(#entries),*];
        const _: () = { #(#checks)* };
        __mego::MethodSet::from_list(::core::env!("CARGO_PKG_NAME"), LIST)
    }}
}

/// Through the trait, the path has to be a type: as the argument of a generic function, rustc would take a function
/// without the attribute for a constant, and say so. An import could tell the two apart in our words, but would not
/// compile for a method that has the name of a crate.
fn entry(path: &Path) -> TokenStream {
    quote_spanned!(path.span()=> <#path as __mego::Listed>::ENTRY)
}
