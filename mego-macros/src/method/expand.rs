//! The function as it was, and beside it a type of its name that implements `Method`.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, Lit, ReturnType, Type};

use super::check::{Argument, Default, Method};
use crate::{docs, examples};

pub(super) fn expand(method: &Method, errors: Option<&TokenStream>) -> TokenStream {
    let function = &method.function;
    // Inside of an `impl` nothing may stand beside a function.
    if function.signature.receiver().is_some() {
        return quote!(#function #errors);
    }
    let krate = &method.options.krate;
    let ident = &function.signature.ident;
    let visibility = &function.visibility;
    let cfgs = docs::cfgs(&function.attributes);
    let name = &method.name;
    let (definition, asserts) = match errors {
        // The faults are all that is to be said: what refers to the method goes on compiling.
        Some(_) => (quote!(::core::unreachable!()), Vec::new()),
        None => (definition(method), asserts(method)),
    };
    // Few methods are, and what most say stands in the trait.
    let idempotent = method.options.idempotent.then(|| {
        quote!(
            const IS_IDEMPOTENT: bool = true;
        )
    });
    // On the function's name: this is where rustc reports that the name is taken. As a token of ours, for else rustc would
    // warn of a method that no list names twice.
    let span = Span::call_site().located_at(ident.span());
    let mut beside = ident.clone();
    beside.set_span(span);
    let beside = quote_spanned!(span=> enum #beside {});
    quote! {
        #function

        #(#cfgs)*
        #[doc(hidden)]
        #[allow(non_camel_case_types)]
        #visibility #beside

        #(#cfgs)*
        #[allow(deprecated, clippy::all, clippy::pedantic, clippy::nursery, unused_qualifications)]
        const _: () = {
            // Named once, so that a wrong `crate = …` is one error.
            use #krate::__private as __mego;

            #[automatically_derived]
            impl __mego::Method for #ident {
                const NAME: &'static str = #name;
                #idempotent

                fn definition() -> __mego::Definition {
                    #definition
                }
            }
            #(#asserts)*
        };

        #errors
    }
}

fn definition(method: &Method) -> TokenStream {
    let info = info(method);
    let ident = &method.function.signature.ident;
    // Names of our own do not meet those of the function: the hygiene of `mixed_site`.
    let [call, handler, probe, info_ident] =
        ["call", "handler", "probe", "INFO"].map(|name| Ident::new(name, Span::mixed_site()));
    let values: Vec<_> = (0..method.arguments.len())
        .map(|n| format_ident!("a{n}", span = Span::mixed_site()))
        .collect();
    let extractions = method
        .arguments
        .iter()
        .enumerate()
        .map(|(position, argument)| extraction(&call, &values[position], position, argument));
    // On the function's name: this is where rustc reports that its future is not `Send`.
    let moved = values.iter().map(|value| at(value, ident.span()));
    let invocation = quote_spanned!(ident.span()=> __mego::send(#ident(#(#moved),*)).await);
    let output_span = match &method.function.signature.output {
        ReturnType::Default => ident.span(),
        ReturnType::Type(_, ty) => span_of(ty),
    };
    // On the return type: this is where rustc reports that it cannot be sent.
    let [probe_there, info_there, handler_there] =
        [&probe, &info_ident, &handler].map(|ident| at(ident, output_span));
    let define =
        quote_spanned!(output_span=> (&#probe_there.returned()).kind().define(#info_there, #handler_there));
    quote! {
        #[allow(unused_imports)]
        use __mego::kinds::*;
        #[allow(unused_mut)]
        let #handler = |mut #call: __mego::Call| async move {
            #(#extractions)*
            match (#(#values,)* #call.complete()) {
                (#(::core::result::Result::Ok(#values),)* ::core::result::Result::Ok(())) => {
                    ::core::result::Result::Ok((#call, #invocation))
                }
                _ => ::core::result::Result::Err(#call),
            }
        };
        const #info_ident: &__mego::Info = #info;
        let #probe = __mego::probe(&#handler);
        #define
    }
}

/// The type of a value is inferred from the function that takes it: written here once more, a type that does not exist
/// would be reported twice. Only beside a default the type has to say what the default should have been.
fn extraction(call: &Ident, value: &Ident, position: usize, argument: &Argument) -> TokenStream {
    let ty = &argument.ty;
    let span = span_of(ty);
    let call = at(call, span);
    let mut position = Literal::usize_unsuffixed(position);
    position.set_span(span);
    let taken = match &argument.options.default {
        None => {
            let taken = quote_spanned!(span=> __mego::arg(&mut #call, #position).await);
            return quote!(let #value = #taken;);
        }
        Some(Default::OfType) => quote_spanned!(span=> __mego::arg_or_default(&mut #call, #position)),
        Some(Default::Value(default)) => {
            let default = match default {
                // The one literal that is seldom of the parameter's own type.
                Expr::Lit(ExprLit {
                    lit: text @ Lit::Str(_),
                    ..
                }) => quote_spanned!(text.span()=> __mego::text_default(#text)),
                default => quote!(#default),
            };
            quote_spanned!(span=> __mego::arg_or(&mut #call, #position, || #default))
        }
    };
    quote!(let #value: ::core::result::Result<#ty, __mego::Missing> = #taken;)
}

/// Where a fault of a type is reported: on its own name, not on the path before it. One token, for without the span of
/// the whole, which stable Rust does not offer, rustc would take the first.
fn span_of(ty: &Type) -> Span {
    match ty {
        Type::Path(path) => path
            .path
            .segments
            .last()
            .map_or_else(|| ty.span(), |segment| segment.ident.span()),
        _ => ty.span(),
    }
}

/// A name of ours at a place of the user's: rustc reports a fault of an expression where all of its tokens are.
fn at(ident: &Ident, span: Span) -> Ident {
    let mut ident = ident.clone();
    ident.set_span(ident.span().located_at(span));
    ident
}

fn info(method: &Method) -> TokenStream {
    let options = &method.options;
    let function = &method.function;
    let name = &method.name;
    let rust = function.signature.ident.to_string();
    let doc = docs::expression(&function.attributes);
    let deprecated = docs::option(docs::deprecation(&function.attributes));
    let timeout = docs::option(
        options
            .timeout_ms
            .map(|ms| quote!(::core::time::Duration::from_millis(#ms))),
    );
    let max_size = docs::option(options.max_size.map(|bytes| {
        let bytes = Literal::u64_unsuffixed(bytes);
        quote!(#bytes)
    }));
    let (lenient, hidden, idempotent) = (options.lenient, options.hidden, options.idempotent);
    let (spawn, detached) = (options.spawn, options.detached);
    let slots = method.arguments.iter().map(slot);
    quote! {
        &__mego::Info {
            name: #name,
            rust: ::core::concat!(::core::module_path!(), "::", #rust),
            doc: #doc,
            deprecated: #deprecated,
            timeout: #timeout,
            max_size: #max_size,
            lenient: #lenient,
            hidden: #hidden,
            idempotent: #idempotent,
            spawn: #spawn,
            detached: #detached,
            arguments: &[#(#slots),*],
        }
    }
}

fn slot(argument: &Argument) -> TokenStream {
    let name = argument.name.as_deref().unwrap_or_default();
    let doc = &argument.doc;
    let deprecated = argument.options.deprecated.is_some();
    let example = docs::option(argument.options.example.as_ref().map(|example| {
        let value = examples::json(&quote!(__mego::example), example);
        quote!((|| #value) as fn() -> __mego::Value)
    }));
    let int64 = docs::option(argument.options.int64.as_ref());
    quote! {
        __mego::Slot { name: #name, doc: #doc, deprecated: #deprecated, int64: #int64, example: #example }
    }
}

/// What depends on whether a type is a parameter, which only the compiler knows. A type that is no argument at all
/// passes here: it has its error already.
fn asserts(method: &Method) -> Vec<TokenStream> {
    let place = |argument: &Argument| {
        let ty = &argument.ty;
        quote!(__mego::Placed::<#ty>::PLACE)
    };
    let mut asserts: Vec<_> = method
        .arguments
        .iter()
        .filter(|argument| argument.name.is_none() && !is(&argument.ty, "State") && !is(&argument.ty, "Bind"))
        .map(|argument| {
            let place = place(argument);
            quote_spanned! {argument.span=>
                const _: () = ::core::assert!(
                    !__mego::is_param(#place),
                    "a parameter needs a name: bind it to one, and take it apart in the body"
                );
            }
        })
        .collect();
    if let Some(bound) = method.arguments.iter().find(|argument| is(&argument.ty, "Bind"))
        && method.arguments.len() > 1
    {
        let places = method.arguments.iter().map(place);
        asserts.push(quote_spanned! {bound.ty.span()=>
            const _: () = ::core::assert!(
                __mego::is_alone(&[#(#places),*]),
                "`Bind` takes the whole payload: move the other parameters into the type that it binds"
            );
        });
    }
    if !asserts.is_empty() {
        asserts.insert(
            0,
            quote! {
                #[allow(unused_imports)]
                use __mego::NotPlaced as _;
            },
        );
    }
    asserts
}

/// By its spelling, to save an assertion in nearly all methods; the engine looks again when it starts.
fn is(ty: &Type, name: &str) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|segment| segment.ident == name))
}
