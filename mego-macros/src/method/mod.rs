//! `#[mego::method]`.

mod check;
mod expand;
mod options;
mod parse;

use proc_macro2::TokenStream;
use quote::quote;

use self::parse::Fault;
use crate::ctxt::Ctxt;

pub(crate) fn method(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let function = match parse::parse(item.clone()) {
        Ok(function) => function,
        Err(Fault::NotAFunction(error)) => {
            let error = error.to_compile_error();
            return quote!(#item #error);
        }
        // rustc parses an item before it hands it to us, and has told what is wrong.
        Err(Fault::Syntax) => return item,
    };
    let ctxt = Ctxt::new();
    let options = options::parse(&ctxt, attribute);
    let method = check::check(&ctxt, function, options);
    let errors = ctxt.finish();
    expand::expand(&method, errors.as_ref())
}
