//! The function as it was, and beside it a type of its name that implements `Method`.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, Lit, ReturnType, Type};

use super::check::{Argument, Default, Method};
use crate::docs;

pub(super) fn expand(method: &Method, errors: Option<TokenStream>) -> TokenStream {
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
    let definition = if errors.is_some() || !method.is_valid {
        // The faults above are all that is to be said: what refers to the method goes on compiling.
        quote!(::core::unreachable!())
    } else {
        definition(method)
    };
    let asserts = if errors.is_some() {
        Vec::new()
    } else {
        asserts(method)
    };
    quote! {
        #function

        #(#cfgs)*
        #[doc(hidden)]
        #[allow(non_camel_case_types)]
        #visibility enum #ident {}

        #(#cfgs)*
        #[allow(deprecated, clippy::all, clippy::pedantic, clippy::nursery, unused_qualifications)]
        const _: () = {
            #[automatically_derived]
            impl #krate::__private::Method for #ident {
                const NAME: &'static str = #name;

                fn definition() -> #krate::__private::Definition {
                    #definition
                }
            }
            #(#asserts)*
        };

        #errors
    }
}

fn definition(method: &Method) -> TokenStream {
    let private = private(method);
    let info = info(method, &private);
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
        .map(|(position, argument)| extraction(&private, &call, &values[position], position, argument));
    // On the function's name: this is where rustc reports that its future is not `Send`.
    let moved = values.iter().map(|value| at(value, ident.span()));
    let private_there = respan(&private, ident.span());
    let invocation = quote_spanned!(ident.span()=> #private_there::send(#ident(#(#moved),*)).await);
    let output_span = match &method.function.signature.output {
        ReturnType::Default => ident.span(),
        ReturnType::Type(_, ty) => ty.span(),
    };
    // On the return type: this is where rustc reports that it cannot be sent.
    let [probe_there, info_there, handler_there] =
        [&probe, &info_ident, &handler].map(|ident| at(ident, output_span));
    let define = quote_spanned!(output_span=> (&#probe_there).kind().define(#info_there, #handler_there));
    quote! {
        #[allow(unused_imports)]
        use #private::{ReturnsAnything as _, ReturnsResult as _};
        #[allow(unused_mut)]
        let #handler = |mut #call: #private::Call| async move {
            #(#extractions)*
            match (#(#values,)* #call.complete()) {
                (#(::core::result::Result::Ok(#values),)* ::core::result::Result::Ok(())) => {
                    ::core::result::Result::Ok((#call, #invocation))
                }
                _ => ::core::result::Result::Err(#call),
            }
        };
        const #info_ident: &#private::Info = #info;
        let #probe = #private::probe(&#handler);
        #define
    }
}

fn extraction(
    private: &TokenStream,
    call: &Ident,
    value: &Ident,
    position: usize,
    argument: &Argument,
) -> TokenStream {
    let ty = &argument.ty;
    let span = ty.span();
    let call = at(call, span);
    let private_there = respan(private, span);
    let mut position = Literal::usize_unsuffixed(position);
    position.set_span(span);
    let taken = match &argument.options.default {
        None => quote_spanned!(span=> #private_there::arg(&mut #call, #position).await),
        Some(default) => {
            let default = match default {
                Default::OfType => quote!(::core::default::Default::default()),
                // The one literal that is seldom of the parameter's own type.
                Default::Value(Expr::Lit(ExprLit {
                    lit: text @ Lit::Str(_),
                    ..
                })) => {
                    quote!(::core::convert::From::from(#text))
                }
                Default::Value(value) => quote!(#value),
            };
            quote_spanned!(span=> #private_there::arg_or(&mut #call, #position, || #default))
        }
    };
    quote!(let #value: ::core::result::Result<#ty, #private::Missing> = #taken;)
}

/// A name of ours at a place of the user's: rustc reports a fault of an expression where all of its tokens are.
fn at(ident: &Ident, span: Span) -> Ident {
    let mut ident = ident.clone();
    ident.set_span(ident.span().located_at(span));
    ident
}

fn respan(tokens: &TokenStream, span: Span) -> TokenStream {
    tokens
        .clone()
        .into_iter()
        .map(|mut token| {
            token.set_span(span);
            token
        })
        .collect()
}

fn info(method: &Method, private: &TokenStream) -> TokenStream {
    let options = &method.options;
    let function = &method.function;
    let name = &method.name;
    let rust = function.signature.ident.to_string();
    let doc = docs::expression(&function.attributes);
    let deprecated = option(docs::deprecation(&function.attributes).map(|note| quote!(#note)));
    let timeout = option(
        options
            .timeout_ms
            .map(|ms| quote!(::core::time::Duration::from_millis(#ms))),
    );
    let max_size = option(options.max_size.map(|bytes| {
        let bytes = proc_macro2::Literal::u64_unsuffixed(bytes);
        quote!(#bytes)
    }));
    let (lenient, hidden, idempotent, spawn) =
        (options.lenient, options.hidden, options.idempotent, options.spawn);
    let slots = method.arguments.iter().map(|argument| slot(argument, private));
    quote! {
        &#private::Info {
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
            arguments: &[#(#slots),*],
        }
    }
}

fn slot(argument: &Argument, private: &TokenStream) -> TokenStream {
    let name = argument.name.as_deref().unwrap_or_default();
    let doc = &argument.doc;
    let deprecated = argument.options.deprecated.is_some();
    let example = option(
        argument
            .options
            .example
            .as_ref()
            .map(|example| quote!((|| #private::example(&(#example))) as fn() -> #private::Value)),
    );
    quote!(#private::Slot { name: #name, doc: #doc, deprecated: #deprecated, example: #example })
}

/// What depends on whether a type is a parameter, which only the compiler knows. A type that is no argument at all
/// passes here: it has its error already.
fn asserts(method: &Method) -> Vec<TokenStream> {
    let private = private(method);
    let place = |argument: &Argument| {
        let ty = &argument.ty;
        quote!(#private::Placed::<#ty>::PLACE)
    };
    let mut asserts: Vec<_> = method
        .arguments
        .iter()
        .filter(|argument| argument.name.is_none())
        .map(|argument| {
            let place = place(argument);
            quote_spanned! {argument.span=>
                const _: () = ::core::assert!(
                    !#private::is_param(#place),
                    "a parameter needs a name: bind it to one, and take it apart in the body"
                );
            }
        })
        .collect();
    if let Some(bound) = method.arguments.iter().find(|argument| is_bind(&argument.ty))
        && method.arguments.len() > 1
    {
        let places = method.arguments.iter().map(place);
        asserts.push(quote_spanned! {bound.ty.span()=>
            const _: () = ::core::assert!(
                #private::is_alone(&[#(#places),*]),
                "`Bind` takes the whole payload: move the other parameters into the type that it binds"
            );
        });
    }
    if !asserts.is_empty() {
        asserts.insert(
            0,
            quote! {
                #[allow(unused_imports)]
                use #private::NotPlaced as _;
            },
        );
    }
    asserts
}

/// By its spelling, to save the assertion in nearly all methods; under another name the engine finds it at its start.
fn is_bind(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|segment| segment.ident == "Bind"))
}

fn private(method: &Method) -> TokenStream {
    let krate = &method.options.krate;
    quote!(#krate::__private)
}

fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}
