//! Examples for the documents.

use proc_macro2::TokenStream;
use quote::quote_spanned;
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, Lit, LitInt};

/// The example as JSON. `function` is `example` of the crate's private part.
///
/// An integer without a type would be taken for an `i32`, however large the type that it is an example of.
pub(crate) fn json(function: &TokenStream, example: &Expr) -> TokenStream {
    let mut example = example.clone();
    widen(&mut example);
    quote_spanned!(example.span()=> #function(&#example))
}

fn widen(example: &mut Expr) {
    match example {
        Expr::Lit(ExprLit {
            lit: Lit::Int(literal),
            ..
        }) if literal.suffix().is_empty() => {
            let suffix = match literal.base10_parse::<u128>() {
                Ok(value) if i64::try_from(value).is_ok() => "i64",
                Ok(value) if u64::try_from(value).is_ok() => "u64",
                // rustc has its own words for a literal that fits nowhere.
                _ => "u128",
            };
            *literal = LitInt::new(&format!("{literal}{suffix}"), literal.span());
        }
        Expr::Unary(unary) => widen(&mut unary.expr),
        Expr::Reference(reference) => widen(&mut reference.expr),
        Expr::Paren(paren) => widen(&mut paren.expr),
        Expr::Array(array) => array.elems.iter_mut().for_each(widen),
        Expr::Tuple(tuple) => tuple.elems.iter_mut().for_each(widen),
        _ => {}
    }
}
