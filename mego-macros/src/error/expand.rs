//! The implementation of `MethodError`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::check::{Code, ErrorVariant, Message, MethodError, VariantData};
use super::status;

pub(super) fn expand(error: &MethodError, is_valid: bool) -> TokenStream {
    let MethodError {
        ident,
        krate,
        variants,
    } = error;
    let private = quote!(#krate::__private);
    // With a fault in the enum the implementation is there all the same, so that methods that return it go on compiling.
    let valid: &[ErrorVariant] = if is_valid { variants } else { &[] };
    let failures = valid.iter().map(|variant| failure(variant, &private));
    let otherwise = (!is_valid).then(|| quote!(_ => ::core::unreachable!(),));
    let declarations = valid.iter().map(|variant| declaration(variant, &private));
    let from = valid.iter().find_map(|variant| from(error, variant));
    let asserts = constant_asserts(valid);
    // A reference, because an enum without variants could not be matched otherwise.
    let subject = if is_valid && variants.is_empty() {
        quote!(match self {})
    } else {
        quote!(match self { #(#failures)* #otherwise })
    };
    quote! {
        #[allow(clippy::all, clippy::pedantic, unused_qualifications)]
        const _: () = {
            #[automatically_derived]
            impl #krate::MethodError for #ident {
                fn into_failure(self) -> #private::Failure {
                    #subject
                }

                #[allow(unused_variables, unused_imports)]
                fn declare(declarations: &mut #private::Declarations) {
                    use #private::NotDescribed as _;
                    #(#declarations)*
                }
            }
            #from
            #asserts
        };
    }
}

fn failure(variant: &ErrorVariant, private: &TokenStream) -> TokenStream {
    let ident = &variant.ident;
    if matches!(variant.code, Code::Transparent) {
        return quote!(Self::#ident(error) => ::core::convert::Into::into(error),);
    }
    let code = code(&variant.code);
    let message = match &variant.message {
        Message::Text(text) => quote!(#text),
        Message::Format(text) => quote!(#private::format!(#text)),
    };
    let declared = quote!(#private::Failure::declared(#code, #message));
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
                let (ident, name) = (&field.ident, &field.name);
                // On the field's type: this is where rustc reports that it cannot be sent.
                quote_spanned!(field.ty.span()=> .with_field(#name, &#ident))
            });
            quote!(Self::#ident { #(#idents),* } => #declared.with_fields(#count)#(#fields)*,)
        }
    }
}

fn declaration(variant: &ErrorVariant, private: &TokenStream) -> TokenStream {
    let doc = &variant.doc;
    let status = match &variant.code {
        Code::Transparent => return TokenStream::new(),
        Code::Known { status, .. } => status.clone(),
        Code::Constant(_) => variant.ident.to_string(),
    };
    let code = code(&variant.code);
    let data = match &variant.data {
        VariantData::None => TokenStream::new(),
        VariantData::Value(ty) => quote!(declarations.error_value(#private::Described::<#ty>::SCHEMA);),
        VariantData::Fields(fields) => {
            let fields = fields.iter().map(|field| {
                let (name, doc, ty) = (&field.name, &field.doc, &field.ty);
                quote!((#name, #doc, #private::Described::<#ty>::SCHEMA))
            });
            quote!(declarations.error_fields(&[#(#fields),*]);)
        }
    };
    quote! {
        declarations.error(#status, #code, #doc);
        #data
    }
}

fn code(code: &Code) -> TokenStream {
    match code {
        Code::Known { code, .. } => quote!(#code),
        Code::Constant(expression) => quote!(#expression),
        Code::Transparent => quote!(0),
    }
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

/// What could not be checked before: codes that are constants.
fn constant_asserts(variants: &[ErrorVariant]) -> TokenStream {
    let first = status::FIRST_CUSTOM;
    let mut asserts = TokenStream::new();
    for (position, variant) in variants.iter().enumerate() {
        let Code::Constant(expression) = &variant.code else {
            continue;
        };
        let below = format!("codes below {first} belong to Mego: use {first} or more");
        asserts.extend(quote_spanned! {expression.span()=>
            const _: () = { let code: u16 = #expression; ::core::assert!(code >= #first, #below) };
        });
        for other in variants
            .iter()
            .take(position)
            .chain(variants.iter().skip(position + 1))
        {
            let is_later_constant = matches!(other.code, Code::Constant(_))
                && variants[position..]
                    .iter()
                    .any(|later| later.ident == other.ident);
            if matches!(other.code, Code::Transparent) || is_later_constant {
                continue;
            }
            let code = code(&other.code);
            let twice = format!(
                "`{}` has this code already, and a client could not tell the two apart",
                other.ident
            );
            asserts.extend(quote_spanned! {expression.span()=>
                const _: () = ::core::assert!(#expression != #code, #twice);
            });
        }
    }
    asserts
}
