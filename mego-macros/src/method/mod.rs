//! `#[mego::method]`.

mod check;
mod expand;
mod options;
mod parse;

use proc_macro2::TokenStream;

use crate::ctxt::Ctxt;

pub(crate) fn method(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let ctxt = Ctxt::new();
    let function = match parse::parse(item.clone()) {
        Ok(function) => function,
        Err(error) => {
            ctxt.push(error);
            let errors = ctxt.finish();
            return quote::quote!(#item #errors);
        }
    };
    let options = options::parse(&ctxt, attribute);
    let method = check::check(&ctxt, function, options);
    let errors = ctxt.finish();
    expand::expand(&method, errors)
}
