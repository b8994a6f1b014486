//! Reading lists of `key` and `key = value`, with errors that name what is allowed.

use proc_macro2::{TokenStream, TokenTree};
use syn::meta::ParseNestedMeta;
use syn::parse::Parser;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprLit, Lit, LitStr, Meta, Path, PathSegment, Token};

use crate::ctxt::Ctxt;

/// Reads what stands in the parentheses of an attribute. Says whether all of it could be read.
pub(crate) fn read(
    ctxt: &Ctxt,
    tokens: TokenStream,
    logic: impl FnMut(ParseNestedMeta<'_>) -> syn::Result<()>,
) -> bool {
    if let Some(TokenTree::Literal(literal)) = tokens.clone().into_iter().next() {
        ctxt.error(literal, "expected `key = value`, and this value has no key");
        return false;
    }
    ctxt.ok(syn::meta::parser(logic).parse2(tokens)).is_some()
}

/// As [`read`], for an attribute of ours in somebody else's item.
pub(crate) fn read_attribute(
    ctxt: &Ctxt,
    attribute: &Attribute,
    logic: impl FnMut(ParseNestedMeta<'_>) -> syn::Result<()>,
) -> bool {
    if let Meta::List(list) = &attribute.meta {
        return read(ctxt, list.tokens.clone(), logic);
    }
    let name = attribute.path().get_ident().map(ToString::to_string);
    ctxt.error(
        attribute.path(),
        format!(
            "this says nothing: write what it sets, `#[{}(…)]`",
            name.unwrap_or_default()
        ),
    );
    false
}

/// Whether a path is an attribute of ours, as far as its spelling tells: `mego::method`.
pub(crate) fn is_ours(path: &Path, name: &str) -> bool {
    let mut segments = path.segments.iter();
    let is = |segment: Option<&PathSegment>, name: &str| segment.is_some_and(|segment| segment.ident == name);
    path.segments.len() == 2 && is(segments.next(), "mego") && is(segments.next(), name)
}

/// The error for a key that is not known.
pub(crate) fn unknown(meta: &ParseNestedMeta<'_>, allowed: &[&str]) -> syn::Error {
    let allowed = allowed.join("`, `");
    meta.error(format!("`{}` is not known here; there is `{allowed}`", key(meta)))
}

/// The stream after the `=` of a key that needs a value.
pub(crate) fn value<'a>(meta: &ParseNestedMeta<'a>) -> syn::Result<syn::parse::ParseStream<'a>> {
    if meta.input.peek(Token![=]) {
        return meta.value();
    }
    let key = key(meta);
    Err(meta.error(format!("`{key}` needs a value: `{key} = …`")))
}

/// The value of `key = "text"`.
pub(crate) fn text(meta: &ParseNestedMeta<'_>) -> syn::Result<LitStr> {
    let expr: Expr = value(meta)?.parse()?;
    match expr {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text), ..
        }) => Ok(text),
        other => Err(syn::Error::new(
            other.span(),
            format!("expected text in quotes: `{} = \"…\"`", key(meta)),
        )),
    }
}

/// The value of `int64 = "…"`: what a 64-bit integer is in TypeScript.
pub(crate) fn int64(meta: &ParseNestedMeta<'_>) -> syn::Result<String> {
    let text = text(meta)?;
    let value = text.value();
    if ["bigint", "number", "string"].contains(&value.as_str()) {
        return Ok(value);
    }
    Err(syn::Error::new(
        text.span(),
        "a 64-bit integer is a `\"bigint\"`, a `\"number\"` or a `\"string\"` in TypeScript",
    ))
}

/// The value of `crate = path`.
pub(crate) fn path(meta: &ParseNestedMeta<'_>) -> syn::Result<Path> {
    let input = value(meta)?;
    if input.peek(LitStr) {
        return Err(input.error("expected a path without quotes, as in `crate = my_crate::mego`"));
    }
    Path::parse_mod_style(input)
}

/// Whether a key stands alone; a value after it is an error.
pub(crate) fn flag(meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
    if meta.input.is_empty() || meta.input.peek(Token![,]) {
        return Ok(());
    }
    if meta.input.peek(Token![=]) || meta.input.peek(syn::token::Paren) {
        let key = key(meta);
        return Err(meta.error(format!("`{key}` takes no value: it is either there or not")));
    }
    Ok(())
}

/// Sets an option that may be given once.
pub(crate) fn set<T>(ctxt: &Ctxt, meta: &ParseNestedMeta<'_>, option: &mut Option<T>, value: T) {
    if option.is_some() {
        ctxt.error(&meta.path, format!("`{}` is given twice", key(meta)));
    }
    *option = Some(value);
}

fn key(meta: &ParseNestedMeta<'_>) -> String {
    let path = &meta.path;
    quote::quote!(#path).to_string().replace(' ', "")
}
