//! `methods![…]`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
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
        let methods = Punctuated::parse_terminated_with(input, |input| {
            input.parse::<Path>().map_err(|error| {
                syn::Error::new(
                    error.span(),
                    "expected the path of a function with `#[mego::method]`",
                )
            })
        })?;
        Ok(List { krate, methods })
    }
}

pub(crate) fn methods(input: TokenStream) -> TokenStream {
    let List { krate, methods } = match syn::parse2(input) {
        Ok(list) => list,
        Err(error) => return error.to_compile_error(),
    };
    let private = quote!(#krate::__private);
    let entries = methods
        .iter()
        .map(|path| quote_spanned!(path.span()=> #private::entry::<#path>()));
    // Each entry is compared with those before it, so that the error stands on the second of two.
    let asserts = methods.iter().enumerate().skip(1).map(|(position, path)| {
        let text = quote!(#path).to_string().replace(' ', "");
        let message = format!("another method of this list has the wire name of `{text}`");
        quote_spanned! {path.span()=>
            const _: () = ::core::assert!(!#private::repeats(LIST, #position), #message);
        }
    });
    let count = methods.len();
    quote! {{
        const LIST: &[#private::ListEntry; #count] = &[#(#entries),*];
        #(#asserts)*
        #private::MethodSet::from_list(::core::env!("CARGO_PKG_NAME"), LIST)
    }}
}
