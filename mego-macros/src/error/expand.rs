//! The implementation of `MethodError`.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use super::check::{Code, ErrorVariant, Message, MethodError, VariantData};
use super::status;
use crate::examples;

pub(super) fn expand(error: &MethodError, is_valid: bool) -> TokenStream {
    let MethodError {
        ident,
        generics,
        krate,
        variants,
    } = error;
    // With a fault in the enum the implementation is there all the same, so that methods that return it go on compiling.
    let valid: &[ErrorVariant] = if is_valid { variants } else { &[] };
    let codes = codes(valid);
    let coded = || valid.iter().zip(&codes);
    let failures = coded().map(|(variant, code)| failure(variant, code));
    let declarations = coded().map(|(variant, code)| declaration(variant, code));
    let client = client(valid, &codes);
    let from = valid.iter().find_map(|variant| from(error, variant));
    let constants = constants(valid, &codes);
    let subject = if is_valid {
        // A reference, because an enum without variants could not be matched otherwise.
        quote!(match self { #(#failures)* })
    } else {
        quote!(::core::unreachable!())
    };
    // An enum with generics is a fault, and that is said already.
    let (impl_generics, type_generics, _) = generics.split_for_impl();
    let bounds = (!generics.params.is_empty())
        .then(|| quote!(where #ident #type_generics: ::core::marker::Send + 'static));
    quote! {
        #[allow(clippy::all, clippy::pedantic, unused_qualifications)]
        const _: () = {
            // Named once, so that a wrong `crate = …` is one error.
            use #krate::__private as __mego;

            #constants

            #[automatically_derived]
            impl #impl_generics __mego::MethodError for #ident #type_generics #bounds {
                fn into_failure(self) -> __mego::Failure {
                    #subject
                }

                #[allow(unused_variables, unused_imports)]
                fn declare(declarations: &mut __mego::Declarations) {
                    use __mego::NotDescribed as _;
                    #(#declarations)*
                }

                #client
            }
            #from
        };
    }
}

/// The code of each variant as an expression.
fn codes(variants: &[ErrorVariant]) -> Vec<TokenStream> {
    variants
        .iter()
        .enumerate()
        .map(|(position, variant)| match &variant.code {
            Code::Known { code, .. } => quote!(#code),
            Code::Constant(_) => constant(position).into_token_stream(),
            Code::Transparent | Code::Unreadable => quote!(0),
        })
        .collect()
}

/// The name of a code that only the compiler knows: written once, it is wrong at most once.
fn constant(position: usize) -> Ident {
    format_ident!("__CODE_{position}")
}

fn failure(variant: &ErrorVariant, code: &TokenStream) -> TokenStream {
    let ident = &variant.ident;
    if let (Code::Transparent, VariantData::Value(ty)) = (&variant.code, &variant.data) {
        // On the type: this is where rustc reports that it is not an error of Mego.
        let transparent = quote_spanned!(ty.span()=> __mego::transparent(error));
        return quote!(Self::#ident(error) => #transparent,);
    }
    let message = match &variant.message {
        Message::Text(text) => quote!(#text),
        // A value without a name is the format's first argument, where it asks for one.
        Message::Format(text)
            if matches!(variant.data, VariantData::Value(_)) && text.value().contains("{0") =>
        {
            quote!(__mego::format!(#text, value))
        }
        Message::Format(text) => quote!(__mego::format!(#text)),
    };
    let declared = quote!(__mego::Failure::declared(#code, #message));
    match &variant.data {
        VariantData::None => quote!(Self::#ident { .. } => #declared,),
        VariantData::Value(ty) => {
            let with_value = quote_spanned!(ty.span()=> with_value(&value));
            quote!(Self::#ident(value) => #declared.#with_value,)
        }
        VariantData::Fields(fields) => {
            let idents = fields.iter().map(|field| &field.ident);
            let count = fields.len() as u32;
            let fields = fields.iter().map(|field| {
                // On the field's type: this is where rustc reports that it cannot be sent.
                let span = field.ty.span();
                let (mut ident, name) = (field.ident.clone(), &field.name);
                ident.set_span(ident.span().located_at(span));
                quote_spanned!(span=> .with_field(#name, &#ident))
            });
            quote!(Self::#ident { #(#idents),* } => #declared.with_fields(#count)#(#fields)*,)
        }
    }
}

fn declaration(variant: &ErrorVariant, code: &TokenStream) -> TokenStream {
    let doc = &variant.doc;
    let status = match &variant.code {
        Code::Transparent | Code::Unreadable => return TokenStream::new(),
        Code::Known { status, .. } => status.clone(),
        Code::Constant(_) => variant.ident.to_string(),
    };
    let data = match &variant.data {
        VariantData::None => TokenStream::new(),
        VariantData::Value(ty) => quote!(declarations.error_value(__mego::Described::<#ty>::SCHEMA);),
        VariantData::Fields(fields) => {
            let fields = fields.iter().map(|field| {
                let (name, doc, ty) = (&field.name, &field.doc, &field.ty);
                let example = match &field.example {
                    Some(example) => {
                        let value = examples::json(&quote!(__mego::example), example);
                        quote!(::core::option::Option::Some(#value))
                    }
                    None => quote!(::core::option::Option::None),
                };
                quote!((#name, #doc, __mego::Described::<#ty>::SCHEMA, #example))
            });
            quote!(declarations.error_fields(&[#(#fields),*]);)
        }
    };
    quote! {
        declarations.error(#status, #code, #doc);
        #data
    }
}

/// What a client in Rust makes of an answer. A transparent variant is never made again: its errors are faults.
fn client(variants: &[ErrorVariant], codes: &[TokenStream]) -> TokenStream {
    let coded: Vec<_> = variants
        .iter()
        .zip(codes)
        .filter(|(variant, _)| matches!(variant.code, Code::Known { .. } | Code::Constant(_)))
        .collect();
    if coded.is_empty() {
        return TokenStream::new();
    }
    let arms = coded.iter().map(|(variant, code)| {
        let ident = &variant.ident;
        quote!(Self::#ident { .. } => ::core::option::Option::Some(#code),)
    });
    let others = (coded.len() < variants.len()).then(|| quote!(_ => ::core::option::Option::None,));
    let makers = coded.iter().map(|(variant, code)| {
        let ident = &variant.ident;
        let made = match &variant.data {
            VariantData::None => quote!(Self::#ident {}),
            VariantData::Value(ty) => {
                let value = rebuilt(ty, &quote!(value(data)));
                quote!(Self::#ident(#value))
            }
            VariantData::Fields(fields) => {
                let fields = fields.iter().map(|field| {
                    let (ident, name) = (&field.ident, &field.name);
                    let value = rebuilt(&field.ty, &quote!(field(data, #name)));
                    quote!(#ident: #value)
                });
                quote!(Self::#ident { #(#fields),* })
            }
        };
        quote!(#code => ::core::option::Option::Some(#made),)
    });
    quote! {
        fn code(&self) -> ::core::option::Option<u16> {
            match self { #(#arms)* #others }
        }

        #[allow(unused_variables, unused_imports)]
        fn from_wire(code: u16, data: __mego::ErrorData<'_>) -> ::core::option::Option<Self> {
            use __mego::NotRebuilt as _;
            match code {
                #(#makers)*
                _ => ::core::option::Option::None,
            }
        }
    }
}

/// Reads a field. A reference is never read: rustc would say of `&'static str` that it can be, and then that it cannot.
fn rebuilt(ty: &Type, read: &TokenStream) -> TokenStream {
    let is_reference = |token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '&');
    if flat(ty.to_token_stream()).into_iter().any(is_reference) {
        quote!(::core::option::Option::None?)
    } else {
        quote!(__mego::Rebuilt::<#ty>::#read?)
    }
}

/// All tokens, those in brackets too.
fn flat(tokens: TokenStream) -> Vec<TokenTree> {
    let open = |token| match token {
        TokenTree::Group(group) => flat(group.stream()),
        other => vec![other],
    };
    tokens.into_iter().flat_map(open).collect()
}

/// `From` for `?`.
fn from(error: &MethodError, variant: &ErrorVariant) -> Option<TokenStream> {
    let Code::Transparent = variant.code else {
        return None;
    };
    let VariantData::Value(ty) = &variant.data else {
        return None;
    };
    let (ident, variant) = (&error.ident, &variant.ident);
    Some(quote! {
        #[automatically_derived]
        impl ::core::convert::From<#ty> for #ident {
            fn from(error: #ty) -> Self {
                Self::#variant(error)
            }
        }
    })
}

/// Codes that are constants, and the checks that had to wait for them.
fn constants(variants: &[ErrorVariant], codes: &[TokenStream]) -> TokenStream {
    let first = status::FIRST_CUSTOM;
    let below = format!("codes below {first} belong to Mego: use {first} or more");
    let mut constants = TokenStream::new();
    for (position, variant) in variants.iter().enumerate() {
        let Code::Constant(expression) = &variant.code else {
            continue;
        };
        let span = expression.span();
        let constant = constant(position);
        constants.extend(quote_spanned! {span=>
            const #constant: u16 = #expression;
            const _: () = ::core::assert!(#constant >= #first, #below);
        });
        // Two constants are compared once, by the later of them.
        let others = variants
            .iter()
            .enumerate()
            .filter(|(other, variant)| match variant.code {
                Code::Known { .. } => true,
                Code::Constant(_) => *other < position,
                Code::Transparent | Code::Unreadable => false,
            });
        for (other, variant) in others {
            let code = &codes[other];
            let twice = format!(
                "`{}` has this code already, and a client could not tell the two apart",
                variant.ident
            );
            constants.extend(quote_spanned! {span=>
                const _: () = ::core::assert!(#constant != #code, #twice);
            });
        }
    }
    constants
}
