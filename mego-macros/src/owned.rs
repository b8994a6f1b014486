//! Values that go over the wire are owned: what to write instead of a reference.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Type, TypeReference};

/// Whether a type borrows somewhere, other than for ever.
pub(crate) fn borrows(ty: &Type) -> bool {
    tokens_borrow(ty.to_token_stream())
}

fn tokens_borrow(tokens: TokenStream) -> bool {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let found = match token {
            TokenTree::Group(group) => tokens_borrow(group.stream()),
            // A reference without a lifetime; one with a lifetime is found by that.
            TokenTree::Punct(punct) if punct.as_char() == '&' => {
                !matches!(tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == '\'')
            }
            TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                !matches!(tokens.peek(), Some(TokenTree::Ident(name)) if name == "static")
            }
            _ => false,
        };
        if found {
            return true;
        }
    }
    false
}

/// The advice, as the end of a sentence.
pub(crate) fn owned(reference: &TypeReference) -> String {
    match &*reference.elem {
        Type::Path(path) if path.path.is_ident("str") => "use `String`".to_owned(),
        Type::Slice(slice) => {
            let element = &slice.elem;
            format!("use `Vec<{}>`", quote!(#element))
        }
        other => format!("use `{}`", quote!(#other)),
    }
}
