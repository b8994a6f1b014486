//! `methods![…]` and `events![…]`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Path, Token, parse_quote};

/// What is listed, and the words for it.
struct Kind {
    /// One of those listed, with its article.
    one: &'static str,
    /// Several of those listed.
    many: &'static str,
    /// What stands for one in the source.
    item: &'static str,
    attribute: &'static str,
    /// What the private part of the crate calls an entry, its trait and the whole.
    entry: &'static str,
    listed: &'static str,
    set: &'static str,
}

const METHODS: Kind = Kind {
    one: "a method",
    many: "methods",
    item: "function",
    attribute: "#[mego::method]",
    entry: "ListEntry",
    listed: "Listed",
    set: "MethodSet",
};

const EVENTS: Kind = Kind {
    one: "an event",
    many: "events",
    item: "type",
    attribute: "#[mego::event]",
    entry: "EventEntry",
    listed: "ListedEvent",
    set: "EventSet",
};

pub(crate) fn methods(input: TokenStream) -> TokenStream {
    expand(&METHODS, input)
}

pub(crate) fn events(input: TokenStream) -> TokenStream {
    expand(&EVENTS, input)
}

struct List {
    krate: Path,
    paths: Punctuated<Path, Token![,]>,
}

fn parse(kind: &Kind, input: ParseStream<'_>) -> syn::Result<List> {
    let mut krate = parse_quote!(::mego);
    if input.peek(Token![crate]) && input.peek2(Token![=]) {
        input.parse::<Token![crate]>()?;
        input.parse::<Token![=]>()?;
        krate = Path::parse_mod_style(input)?;
        input.parse::<Token![;]>()?;
    }
    let mut paths = Punctuated::new();
    while !input.is_empty() {
        paths.push_value(path(kind, input)?);
        if input.is_empty() {
            break;
        }
        paths.push_punct(input.parse()?);
    }
    Ok(List { krate, paths })
}

fn path(kind: &Kind, input: ParseStream<'_>) -> syn::Result<Path> {
    let Kind {
        many,
        item,
        attribute,
        ..
    } = kind;
    let with_arguments = || format!("list the {item} itself, without anything after its name");
    let fork = input.fork();
    let Ok(path) = Path::parse_mod_style(input) else {
        let message = match fork.parse::<Path>() {
            // With the arguments of something generic.
            Ok(_) => with_arguments(),
            Err(_) => format!("expected the name of a {item} that has `{attribute}`"),
        };
        return Err(input.error(message));
    };
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(path);
    }
    let message = if input.peek(syn::token::Paren) || input.peek(syn::token::Brace) || input.peek(Token![<]) {
        with_arguments()
    } else {
        format!("expected a comma between two {many}")
    };
    Err(input.error(message))
}

/// A path as it would be written.
fn as_text(path: &Path) -> String {
    path.to_token_stream().to_string().replace(' ', "")
}

fn expand(kind: &Kind, input: TokenStream) -> TokenStream {
    let List { krate, paths } = match (|input: ParseStream<'_>| parse(kind, input)).parse2(input) {
        Ok(list) => list,
        Err(error) => return error.to_compile_error(),
    };
    let [entry, listed, set] =
        [kind.entry, kind.listed, kind.set].map(|name| Ident::new(name, Span::call_site()));
    // Through the trait, the path has to be a type: as the argument of a generic function, rustc would take a function
    // without the attribute for a constant, and say so. An import could tell the two apart in our words, but would not
    // compile for a method that has the name of a crate.
    let entries = paths
        .iter()
        .map(|path| quote_spanned!(path.span()=> <#path as __mego::#listed>::ENTRY));
    // Each entry is compared with those before it, so that the error stands on the second of two. All in one constant:
    // one for each costs as much as the check of a small function.
    let checks = paths.iter().enumerate().skip(1).map(|(position, path)| {
        let text = as_text(path);
        let attribute = kind.attribute.trim_end_matches(']');
        let message = if paths.iter().take(position).any(|earlier| as_text(earlier) == text) {
            format!("`{text}` stands in this list already")
        } else {
            format!(
                "`{text}` has the same name on the wire as {} before it in this list: give one another name with \
                 `{attribute}(name = \"…\")]`",
                kind.one
            )
        };
        let panic = quote_spanned!(path.span()=> ::core::panic!(#message));
        quote!(if __mego::repeats(LIST, #position) { #panic })
    });
    let count = paths.len();
    quote! {{
        use #krate::__private as __mego;

        const LIST: &[__mego::#entry; #count] = &[#(#entries),*];
        const _: () = { #(#checks)* };
        __mego::#set::from_list(::core::env!("CARGO_PKG_NAME"), LIST)
    }}
}
