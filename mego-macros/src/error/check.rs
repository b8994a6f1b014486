//! Does this enum say a code for every error, and no code twice?

use proc_macro2::Ident;
use syn::spanned::Spanned;
use syn::{
    Attribute, Data, DeriveInput, Expr, ExprLit, Field, Fields, Lit, LitStr, Path, Variant, parse_quote,
};

use super::status;
use crate::ctxt::Ctxt;
use crate::{attributes, docs, names};

/// An enum of errors, checked.
pub(super) struct MethodError {
    pub(super) ident: Ident,
    pub(super) krate: Path,
    pub(super) variants: Vec<ErrorVariant>,
}

pub(super) struct ErrorVariant {
    pub(super) ident: Ident,
    pub(super) doc: String,
    pub(super) message: Message,
    pub(super) code: Code,
    pub(super) data: VariantData,
}

pub(super) enum Message {
    Text(String),
    /// A format string over the fields.
    Format(LitStr),
}

pub(super) enum Code {
    /// A name and a number that are known here.
    Known { status: String, code: u16 },
    /// A number that only the compiler knows.
    Constant(Expr),
    /// The error that it wraps says its own.
    Transparent,
}

pub(super) enum VariantData {
    None,
    Value(syn::Type),
    Fields(Vec<ErrorField>),
}

pub(super) struct ErrorField {
    pub(super) ident: Ident,
    pub(super) name: String,
    pub(super) doc: String,
    pub(super) ty: syn::Type,
}

#[derive(Default)]
struct Options {
    status: Option<Ident>,
    code: Option<Expr>,
    transparent: Option<proc_macro2::Span>,
    message: Option<LitStr>,
}

pub(super) fn check(ctxt: &Ctxt, input: &DeriveInput) -> MethodError {
    if !input.generics.params.is_empty() {
        ctxt.error(
            &input.generics,
            "the errors of a method cannot be generic: they have one schema on the wire",
        );
    }
    let krate = container_options(ctxt, &input.attrs);
    let variants = match &input.data {
        Data::Enum(data) => data
            .variants
            .iter()
            .map(|variant| check_variant(ctxt, variant))
            .collect(),
        _ => {
            ctxt.error(
                &input.ident,
                "`MethodError` is derived for an enum with one variant for each error",
            );
            Vec::new()
        }
    };
    check_codes(ctxt, &variants);
    MethodError {
        ident: input.ident.clone(),
        krate,
        variants,
    }
}

fn container_options(ctxt: &Ctxt, attributes: &[Attribute]) -> Path {
    let mut krate = None;
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("mego"))
    {
        ctxt.ok(attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("crate") {
                attributes::set(ctxt, &meta, &mut krate, attributes::path(&meta)?);
                return Ok(());
            }
            Err(attributes::unknown(&meta, &["crate"]))
        }));
    }
    krate.unwrap_or_else(|| parse_quote!(::mego))
}

fn check_variant(ctxt: &Ctxt, variant: &Variant) -> ErrorVariant {
    let options = variant_options(ctxt, &variant.attrs);
    let doc = docs::text(&variant.attrs);
    let code = check_code(ctxt, variant, &options);
    let message = match options.message {
        Some(message) => Message::Format(message),
        None if doc.is_empty() => Message::Text(names::words(&variant.ident.to_string())),
        None => Message::Text(docs::first_paragraph(&doc)),
    };
    ErrorVariant {
        ident: variant.ident.clone(),
        doc,
        message,
        code,
        data: check_data(ctxt, variant),
    }
}

fn variant_options(ctxt: &Ctxt, attributes: &[Attribute]) -> Options {
    let mut options = Options::default();
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("mego"))
    {
        let result = attribute.parse_nested_meta(|meta| {
            let key = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
            match key.as_str() {
                "status" => attributes::set(ctxt, &meta, &mut options.status, meta.value()?.parse()?),
                "code" => attributes::set(ctxt, &meta, &mut options.code, meta.value()?.parse()?),
                "message" => attributes::set(ctxt, &meta, &mut options.message, attributes::text(&meta)?),
                "transparent" => {
                    attributes::flag(&meta)?;
                    attributes::set(ctxt, &meta, &mut options.transparent, meta.path.span());
                }
                _ => {
                    return Err(attributes::unknown(
                        &meta,
                        &["status", "code", "transparent", "message"],
                    ));
                }
            }
            Ok(())
        });
        ctxt.ok(result);
    }
    options
}

fn check_code(ctxt: &Ctxt, variant: &Variant, options: &Options) -> Code {
    let ident = variant.ident.to_string();
    let given = [
        options.status.is_some(),
        options.code.is_some(),
        options.transparent.is_some(),
    ];
    if given.iter().filter(|given| **given).count() > 1 {
        ctxt.error(&variant.ident, "give one of `status`, `code` and `transparent`");
        return Code::Transparent;
    }
    if options.transparent.is_some() {
        let is_one_value = matches!(&variant.fields, Fields::Unnamed(fields) if fields.unnamed.len() == 1);
        if !is_one_value {
            ctxt.error(
                variant_tokens(variant),
                "a transparent variant holds one value: `Other(mego::Error)`",
            );
        }
        return Code::Transparent;
    }
    let known = |status: &str, code| Code::Known {
        status: status.to_owned(),
        code,
    };
    if let Some(name) = &options.status {
        let name_text = name.to_string();
        let code = status::code(&name_text).unwrap_or_else(|| {
            ctxt.error(
                name,
                format!(
                    "`{name_text}` is not a status of an error; these are: {}",
                    status::names()
                ),
            );
            0
        });
        return known(&name_text, code);
    }
    let Some(code) = &options.code else {
        let code = status::code(&ident).unwrap_or_else(|| {
            ctxt.error(
                &variant.ident,
                format!(
                    "this error needs a code: `#[mego(status = …)]` for a built-in status, or `#[mego(code = …)]` \
                     for one of its own, from {}",
                    status::FIRST_CUSTOM
                ),
            );
            0
        });
        return known(&ident, code);
    };
    if status::code(&ident).is_some() {
        ctxt.error(
            &variant.ident,
            format!("`{ident}` is a built-in status: leave the code away, or give the variant another name"),
        );
    }
    let Expr::Lit(ExprLit {
        lit: Lit::Int(literal),
        ..
    }) = code
    else {
        return Code::Constant(code.clone());
    };
    match literal.base10_parse::<u32>() {
        Ok(code) if code < u32::from(status::FIRST_CUSTOM) => {
            ctxt.error(
                literal,
                format!(
                    "codes below {} belong to Mego: use {0} or more",
                    status::FIRST_CUSTOM
                ),
            );
            known(&ident, 0)
        }
        Ok(code) => match u16::try_from(code) {
            Ok(code) => known(&ident, code),
            Err(_) => {
                ctxt.error(literal, "a code is at most 65535");
                known(&ident, 0)
            }
        },
        Err(_) => {
            ctxt.error(literal, "a code is a number from 101 to 65535");
            known(&ident, 0)
        }
    }
}

fn variant_tokens(variant: &Variant) -> proc_macro2::TokenStream {
    let (ident, fields) = (&variant.ident, &variant.fields);
    quote::quote!(#ident #fields)
}

fn check_data(ctxt: &Ctxt, variant: &Variant) -> VariantData {
    match &variant.fields {
        Fields::Unit => VariantData::None,
        Fields::Unnamed(fields) => match fields.unnamed.first() {
            None => VariantData::None,
            Some(field) if fields.unnamed.len() == 1 => VariantData::Value(field.ty.clone()),
            Some(_) => {
                ctxt.error(
                    fields,
                    "an error with more than one value names them: `Name { a: …, b: … }`",
                );
                VariantData::None
            }
        },
        Fields::Named(fields) => VariantData::Fields(
            fields
                .named
                .iter()
                .filter_map(|field| check_field(ctxt, field))
                .collect(),
        ),
    }
}

fn check_field(ctxt: &Ctxt, field: &Field) -> Option<ErrorField> {
    let ident = field.ident.clone()?;
    let mut name: Option<LitStr> = None;
    for attribute in field
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("mego"))
    {
        ctxt.ok(attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("name") {
                attributes::set(ctxt, &meta, &mut name, attributes::text(&meta)?);
                return Ok(());
            }
            Err(attributes::unknown(&meta, &["name"]))
        }));
    }
    let wire = name
        .as_ref()
        .map_or_else(|| names::lower_camel(&ident.to_string()), LitStr::value);
    if let Err(message) = names::check_field(&wire) {
        ctxt.push(syn::Error::new(
            name.map_or(ident.span(), |name| name.span()),
            message,
        ));
    }
    Some(ErrorField {
        ident,
        name: wire,
        doc: docs::text(&field.attrs),
        ty: field.ty.clone(),
    })
}

fn check_codes(ctxt: &Ctxt, variants: &[ErrorVariant]) {
    for (position, variant) in variants.iter().enumerate() {
        let Code::Known { code, .. } = variant.code else {
            continue;
        };
        let first = variants[..position].iter().find(|first| {
            code != 0 && matches!(first.code, Code::Known { code: other, .. } if other == code)
        });
        if let Some(first) = first {
            ctxt.error(
                &variant.ident,
                format!(
                    "`{}` has the code {code} already, and a client could not tell the two apart",
                    first.ident
                ),
            );
        }
    }
    let mut transparent = variants
        .iter()
        .filter(|variant| matches!(variant.code, Code::Transparent));
    if let (Some(_), Some(second)) = (transparent.next(), transparent.next()) {
        ctxt.error(
            &second.ident,
            "one transparent variant is enough: `?` could not choose between two",
        );
    }
}
