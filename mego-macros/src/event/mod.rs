//! `#[mego::event]`.

mod options;
mod pattern;

use proc_macro2::TokenStream;
use quote::quote;

use self::options::Options;
use crate::ctxt::Ctxt;
use crate::data::{self, Checked};
use crate::{docs, names};

pub(crate) fn event(attribute: TokenStream, item: &TokenStream) -> TokenStream {
    let input = match data::read(item, "mego::event") {
        Ok(input) => input,
        Err(answer) => return answer,
    };
    let ctxt = Ctxt::new();
    let options = options::parse(&ctxt, attribute);
    let checked = Checked::new(&ctxt, &options.krate, input, "event");
    check_generics(&ctxt, &checked);
    let name = check_name(&ctxt, &checked, &options);
    let errors = ctxt.finish();
    let data = checked.expand(&options.krate, errors.is_some());
    let event = expand(&checked, &options, &name);
    quote!(#data #event #errors)
}

/// Lifetimes have their error as those of every type that goes over the wire.
fn check_generics(ctxt: &Ctxt, checked: &Checked) {
    let generics = &checked.input.generics;
    if generics.params.len() > generics.lifetimes().count() {
        ctxt.error(
            generics,
            "an event cannot be generic: it has one schema on the wire, so its types have to be named",
        );
    }
}

fn check_name(ctxt: &Ctxt, checked: &Checked, options: &Options) -> String {
    let ident = &checked.input.ident;
    let name = match &options.name {
        Some(name) => name.value(),
        None => names::lower_camel(&ident.to_string()),
    };
    if let Err(message) = names::check_event(&name) {
        match &options.name {
            Some(name) => ctxt.error(name, message),
            None => ctxt.error(ident, message),
        }
    }
    name
}

/// Also of an event with faults: what refers to it goes on compiling.
fn expand(checked: &Checked, options: &Options, name: &str) -> TokenStream {
    let input = &checked.input;
    let krate = &options.krate;
    let ident = &input.ident;
    let cfgs = docs::cfgs(&input.attrs);
    let rust = ident.to_string();
    let doc = docs::expression(&input.attrs);
    let deprecated = docs::option(docs::deprecation(&input.attrs));
    let channel = docs::option(options.channel.as_ref());
    let when_slow = options.when_slow();
    let (impl_generics, type_generics, _) = input.generics.split_for_impl();
    let bounds = (!input.generics.params.is_empty()).then(|| {
        quote! {
            where #ident #type_generics: __mego::serde::Serialize + __mego::schemars::JsonSchema + 'static
        }
    });
    quote! {
        #(#cfgs)*
        #[allow(deprecated, clippy::all, clippy::pedantic, clippy::nursery, unused_qualifications)]
        const _: () = {
            use #krate::__private as __mego;

            #[automatically_derived]
            impl #impl_generics __mego::Event for #ident #type_generics #bounds {
                const NAME: &'static str = #name;

                const INFO: &'static __mego::EventInfo = &__mego::EventInfo {
                    name: #name,
                    rust: ::core::concat!(::core::module_path!(), "::", #rust),
                    doc: #doc,
                    deprecated: #deprecated,
                    channel: #channel,
                    when_slow: __mego::WhenSlow::#when_slow,
                };
            }
        };
    }
}
