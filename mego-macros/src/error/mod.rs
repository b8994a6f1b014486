//! `#[derive(MethodError)]`.

mod check;
mod expand;
mod status;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ctxt::Ctxt;

pub(crate) fn method_error(item: TokenStream) -> TokenStream {
    let input = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let ctxt = Ctxt::new();
    let error = check::check(&ctxt, &input);
    let errors = ctxt.finish();
    let expansion = expand::expand(&error, errors.is_none());
    quote!(#expansion #errors)
}
