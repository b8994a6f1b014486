//! Does this enum say a code for every error, and no code twice?

use proc_macro2::{Ident, Span};
use syn::meta::ParseNestedMeta;
use syn::{
    Attribute, Data, DeriveInput, Expr, ExprLit, Field, Fields, Generics, Lit, LitStr, Path, Variant,
    parse_quote,
};

use super::status;
use crate::ctxt::Ctxt;
use crate::{attributes, docs, names};

/// An enum of errors, checked.
pub(super) struct MethodError {
    pub(super) ident: Ident,
    pub(super) generics: Generics,
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
    /// There is an error already.
    Unreadable,
}

pub(super) enum VariantData {
    None,
    Value(Box<syn::Type>),
    Fields(Vec<ErrorField>),
}

pub(super) struct ErrorField {
    pub(super) ident: Ident,
    pub(super) name: String,
    name_span: Span,
    pub(super) doc: String,
    pub(super) example: Option<Expr>,
    pub(super) ty: syn::Type,
}

#[derive(Default)]
struct Options {
    status: Option<Ident>,
    code: Option<Expr>,
    transparent: Option<()>,
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
        generics: input.generics.clone(),
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
        attributes::read_attribute(ctxt, attribute, |meta| {
            if meta.path.is_ident("crate") {
                attributes::set(ctxt, &meta, &mut krate, attributes::path(&meta)?);
                return Ok(());
            }
            Err(attributes::unknown(&meta, &["crate"]))
        });
    }
    krate.unwrap_or_else(|| parse_quote!(::mego))
}

fn check_variant(ctxt: &Ctxt, variant: &Variant) -> ErrorVariant {
    let options = variant_options(ctxt, &variant.attrs);
    let doc = docs::text(&variant.attrs);
    let code = match &options {
        Some(options) => check_code(ctxt, variant, options),
        None => Code::Unreadable,
    };
    let message = match options.and_then(|options| options.message) {
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

/// What is said of a variant; `None` when not all of it could be read, and no more is to be said about it.
fn variant_options(ctxt: &Ctxt, attributes: &[Attribute]) -> Option<Options> {
    let mut options = Options::default();
    let mut is_readable = true;
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("mego"))
    {
        is_readable &= attributes::read_attribute(ctxt, attribute, |meta| {
            let key = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
            match key.as_str() {
                "status" => attributes::set(ctxt, &meta, &mut options.status, status_name(&meta)?),
                "code" => attributes::set(ctxt, &meta, &mut options.code, attributes::value(&meta)?.parse()?),
                "message" => attributes::set(ctxt, &meta, &mut options.message, attributes::text(&meta)?),
                "transparent" => {
                    attributes::flag(&meta)?;
                    attributes::set(ctxt, &meta, &mut options.transparent, ());
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
    }
    is_readable.then_some(options)
}

fn status_name(meta: &ParseNestedMeta<'_>) -> syn::Result<Ident> {
    let value: Expr = attributes::value(meta)?.parse()?;
    match &value {
        Expr::Path(path) if path.path.get_ident().is_some() => path.path.require_ident().cloned(),
        _ => Err(syn::Error::new_spanned(
            value,
            "expected the name of a status and nothing else, as in `status = Exists`",
        )),
    }
}

fn check_code(ctxt: &Ctxt, variant: &Variant, options: &Options) -> Code {
    let ident = variant.ident.to_string();
    let given = [
        options.status.is_some(),
        options.code.is_some(),
        options.transparent.is_some(),
    ];
    if given.iter().filter(|given| **given).count() > 1 {
        ctxt.error(
            &variant.ident,
            "this error has more than one code: give `status`, `code` or `transparent`",
        );
        return Code::Unreadable;
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
    match (&options.status, &options.code) {
        (Some(status), _) => built_in(ctxt, status),
        (None, Some(code)) => custom(ctxt, &variant.ident, code),
        (None, None) => match status::code(&ident) {
            Some(code) => Code::Known { status: ident, code },
            None => {
                let message = format!(
                    "this error needs a code: `#[mego(status = …)]` for a built-in status, or `#[mego(code = …)]` \
                     for one of its own, from {}",
                    status::FIRST_CUSTOM
                );
                ctxt.error(&variant.ident, message);
                Code::Unreadable
            }
        },
    }
}

fn built_in(ctxt: &Ctxt, name: &Ident) -> Code {
    let status = name.to_string();
    if let Some(code) = status::code(&status) {
        return Code::Known { status, code };
    }
    let names = status::names();
    ctxt.error(
        name,
        format!("`{status}` is not a status of an error; these are: {names}"),
    );
    Code::Unreadable
}

fn custom(ctxt: &Ctxt, variant: &Ident, code: &Expr) -> Code {
    let status = variant.to_string();
    if status::code(&status).is_some() {
        ctxt.error(
            variant,
            format!("`{status}` is a built-in status: leave the code away, or give the variant another name"),
        );
        return Code::Unreadable;
    }
    let number = match code {
        Expr::Lit(ExprLit {
            lit: Lit::Int(literal),
            ..
        }) => literal.base10_parse::<u64>().ok(),
        Expr::Lit(_) | Expr::Unary(_) => None,
        _ => return Code::Constant(code.clone()),
    };
    let first = status::FIRST_CUSTOM;
    let message = match number {
        Some(number) if number < u64::from(first) => {
            format!("codes below {first} belong to Mego: use {first} or more")
        }
        Some(number) => match u16::try_from(number) {
            Ok(code) => return Code::Known { status, code },
            Err(_) => format!("a code is at most {}", u16::MAX),
        },
        None => format!("a code is a number from {first} to {}", u16::MAX),
    };
    ctxt.error(code, message);
    Code::Unreadable
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
            Some(field) if fields.unnamed.len() == 1 => VariantData::Value(Box::new(field.ty.clone())),
            Some(_) => {
                ctxt.error(
                    fields,
                    "an error with more than one value names them: `Name { a: …, b: … }`",
                );
                VariantData::None
            }
        },
        Fields::Named(fields) => {
            let mut checked: Vec<ErrorField> = Vec::new();
            for field in fields.named.iter().filter_map(|field| check_field(ctxt, field)) {
                if checked.iter().any(|earlier| earlier.name == field.name) {
                    let name = &field.name;
                    ctxt.push(syn::Error::new(
                        field.name_span,
                        format!("another field of this error is already called `{name}` on the wire"),
                    ));
                }
                checked.push(field);
            }
            VariantData::Fields(checked)
        }
    }
}

fn check_field(ctxt: &Ctxt, field: &Field) -> Option<ErrorField> {
    let ident = field.ident.clone()?;
    let mut name: Option<LitStr> = None;
    let mut example: Option<Expr> = None;
    for attribute in field
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("mego"))
    {
        attributes::read_attribute(ctxt, attribute, |meta| {
            if meta.path.is_ident("name") {
                attributes::set(ctxt, &meta, &mut name, attributes::text(&meta)?);
                return Ok(());
            }
            if meta.path.is_ident("example") {
                let value = meta.value()?.parse()?;
                attributes::set(ctxt, &meta, &mut example, value);
                return Ok(());
            }
            Err(attributes::unknown(&meta, &["name", "example"]))
        });
    }
    let wire = name
        .as_ref()
        .map_or_else(|| names::lower_camel(&ident.to_string()), LitStr::value);
    let name_span = name.map_or(ident.span(), |name| name.span());
    if let Err(message) = names::check_field(&wire) {
        ctxt.push(syn::Error::new(name_span, message));
    }
    Some(ErrorField {
        ident,
        name: wire,
        name_span,
        doc: docs::text(&field.attrs),
        example,
        ty: field.ty.clone(),
    })
}

fn check_codes(ctxt: &Ctxt, variants: &[ErrorVariant]) {
    for (position, variant) in variants.iter().enumerate() {
        let Code::Known { code, .. } = variant.code else {
            continue;
        };
        let first = variants[..position]
            .iter()
            .find(|first| matches!(first.code, Code::Known { code: other, .. } if other == code));
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
