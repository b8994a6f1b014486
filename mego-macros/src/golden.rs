//! Expansions, written down: `golden/<name>.rs` is what a user writes, `golden/<name>.expanded.rs` what becomes of it.
//!
//! `MEGO_BLESS=1 cargo test -p mego-macros` writes them again; read the difference.

use std::path::{Path, PathBuf};
use std::{env, fs};

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

const EXPANDED: &str = ".expanded.rs";

#[test]
fn expansions_are_as_written_down() {
    let inputs = inputs();
    assert!(inputs.len() >= 8, "only {} inputs were found", inputs.len());
    let bless = env::var_os("MEGO_BLESS").is_some();
    let mut differences = Vec::new();
    for input in inputs {
        let golden = input.with_extension(&EXPANDED[1..]);
        let expanded = expand(&fs::read_to_string(&input).unwrap());
        if bless {
            fs::write(&golden, expanded).unwrap();
        } else if fs::read_to_string(&golden).unwrap_or_default() != expanded {
            differences.push(golden.display().to_string());
        }
    }
    assert!(
        differences.is_empty(),
        "these differ, and MEGO_BLESS=1 writes them again:\n{}",
        differences.join("\n")
    );
}

fn inputs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let mut inputs: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| !path.to_string_lossy().ends_with(EXPANDED))
        .collect();
    inputs.sort();
    inputs
}

/// Expands the macro that the text begins with: `#[mego::method(…)]`, `#[mego::data]`, `#[mego::event(…)]`,
/// `#[derive(MethodError)]`, `methods![…]` or `events![…]`.
fn expand(text: &str) -> String {
    let mut tokens = text.parse::<TokenStream>().unwrap().into_iter();
    let expanded = match (tokens.next(), tokens.next()) {
        // An expression has to stand somewhere.
        (Some(TokenTree::Ident(name)), Some(TokenTree::Punct(_))) if name == "methods" => {
            let list = crate::lists::methods(listed(tokens.next()));
            quote!(fn list() -> MethodSet { #list })
        }
        (Some(TokenTree::Ident(name)), Some(TokenTree::Punct(_))) if name == "events" => {
            let list = crate::lists::events(listed(tokens.next()));
            quote!(fn list() -> EventSet { #list })
        }
        (Some(TokenTree::Punct(_)), Some(TokenTree::Group(attribute))) => {
            attribute_macro(attribute.stream(), tokens.collect())
        }
        _ => panic!("no macro stands at the beginning"),
    };
    let file = syn::parse2(expanded).unwrap();
    prettyplease::unparse(&file)
}

fn listed(token: Option<TokenTree>) -> TokenStream {
    match token {
        Some(TokenTree::Group(list)) => list.stream(),
        _ => panic!("the macro has no list"),
    }
}

fn attribute_macro(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let name: Vec<_> = attribute
        .clone()
        .into_iter()
        .filter_map(|token| match token {
            TokenTree::Ident(ident) => Some(ident.to_string()),
            _ => None,
        })
        .collect();
    let arguments = attribute
        .into_iter()
        .find_map(|token| match token {
            TokenTree::Group(group) => Some(group.stream()),
            _ => None,
        })
        .unwrap_or_default();
    match name.last().map(String::as_str) {
        Some("method") => crate::method::method(arguments, item),
        Some("event") => crate::event::event(arguments, &item),
        Some("data") => crate::data::data(arguments, &item),
        Some("derive") => {
            let derived = crate::error::method_error(item);
            quote!(#derived)
        }
        _ => panic!("not a macro of ours"),
    }
}
