//! Reading `key = value` lists with errors that name what is allowed.

use syn::meta::ParseNestedMeta;
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, Lit, LitStr, Path, Token};

use crate::ctxt::Ctxt;

/// The error for a key that is not known.
pub(crate) fn unknown(meta: &ParseNestedMeta<'_>, allowed: &[&str]) -> syn::Error {
    let key = meta
        .path
        .get_ident()
        .map_or_else(|| "this".to_owned(), |ident| format!("`{ident}`"));
    meta.error(format!(
        "{key} is not known here; allowed are `{}`",
        allowed.join("`, `")
    ))
}

/// The value of `key = "text"`.
pub(crate) fn text(meta: &ParseNestedMeta<'_>) -> syn::Result<LitStr> {
    let expr: Expr = meta.value()?.parse()?;
    match expr {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text), ..
        }) => Ok(text),
        other => Err(syn::Error::new(other.span(), "expected a string in quotes")),
    }
}

/// The value of `crate = path`.
pub(crate) fn path(meta: &ParseNestedMeta<'_>) -> syn::Result<Path> {
    meta.value()?.call(Path::parse_mod_style)
}

/// Whether a key stands alone; a value after it is an error.
pub(crate) fn flag(meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
    if meta.input.peek(Token![=]) {
        return Err(meta.error("this is either there or not: it takes no value"));
    }
    Ok(())
}

/// Sets an option that may be given once.
pub(crate) fn set<T>(ctxt: &Ctxt, meta: &ParseNestedMeta<'_>, option: &mut Option<T>, value: T) {
    if option.is_some() {
        ctxt.error(&meta.path, "this is given twice");
    }
    *option = Some(value);
}
