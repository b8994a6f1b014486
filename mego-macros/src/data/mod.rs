//! `#[mego::data]`.

mod fields;
mod serde;
mod spelling;

use proc_macro2::{Literal, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Data, DeriveInput, Error, Field, Fields, Path, Token, Type, Variant, parse_quote};

use self::serde::SerdeOptions;
use crate::ctxt::Ctxt;
use crate::owned::owned;
use crate::{attributes, docs};

/// What `#[mego(…)]` may say on a type and on a variant.
const ALLOWED: &[&str] = &["example"];

pub(crate) fn data(attribute: TokenStream, item: &TokenStream) -> TokenStream {
    let input = match read(item, "mego::data") {
        Ok(input) => input,
        Err(answer) => return answer,
    };
    let ctxt = Ctxt::new();
    let krate = options(&ctxt, attribute);
    let checked = Checked::new(&ctxt, &krate, input, "data");
    let errors = ctxt.finish();
    let expanded = checked.expand(&krate, errors.is_some());
    quote!(#expanded #errors)
}

/// The struct or enum that an attribute stands on; otherwise what the attribute expands to, with the fault.
pub(crate) fn read(item: &TokenStream, attribute: &str) -> Result<DeriveInput, TokenStream> {
    let Ok(input) = syn::parse2::<DeriveInput>(item.clone()) else {
        return Err(not_a_type(item, attribute));
    };
    if let Data::Union(union) = &input.data {
        let message = "a union has no form on the wire: use an enum";
        return Err(with_error(item, &Error::new(union.union_token.span, message)));
    }
    Ok(input)
}

fn not_a_type(item: &TokenStream, attribute: &str) -> TokenStream {
    let is_type =
        |token: &TokenTree| matches!(token, TokenTree::Ident(word) if word == "struct" || word == "enum");
    if item.clone().into_iter().any(|token| is_type(&token)) {
        // rustc parses an item before it hands it to us, and has told what is wrong.
        return item.clone();
    }
    let first = item.clone().into_iter().next();
    let message = format!("`#[{attribute}]` stands on a struct or an enum");
    with_error(item, &Error::new_spanned(first, message))
}

/// A type that goes over the wire, checked.
pub(crate) struct Checked {
    pub(crate) input: DeriveInput,
    borrows: bool,
    /// The types of the fields that serde and schemars take for what they say.
    plain: Vec<Type>,
}

impl Checked {
    /// Checks the type for the attribute of this name: `data`, or another that implies it.
    pub(crate) fn new(ctxt: &Ctxt, krate: &Path, mut input: DeriveInput, attribute: &str) -> Checked {
        check_attributes(ctxt, &mut input.attrs, attribute);
        check_derives(ctxt, &mut input.attrs, attribute);
        let borrows = check_lifetimes(ctxt, &input);
        check_tag(ctxt, &input);
        let plain = fields::plain(all_fields(&input.data));
        fields::rewrite_ours(ctxt, krate, &mut input.attrs, ALLOWED);
        match &mut input.data {
            Data::Struct(data) => {
                mark_unit(&mut input.attrs, &data.fields);
                keep_doc(krate, &mut input.attrs, &data.fields);
                rewrite_fields(ctxt, krate, &mut data.fields);
            }
            Data::Enum(data) => {
                if is_reordered(&input.attrs, &data.variants) {
                    keep_order(&mut data.variants);
                }
                for variant in &mut data.variants {
                    fields::rewrite_ours(ctxt, krate, &mut variant.attrs, ALLOWED);
                    keep_doc(krate, &mut variant.attrs, &variant.fields);
                    rewrite_fields(ctxt, krate, &mut variant.fields);
                }
            }
            Data::Union(_) => {}
        }
        if !borrows {
            check_references(ctxt, &mut input.data);
        }
        Checked {
            input,
            borrows,
            plain,
        }
    }

    /// The type with its derives. Of one with faults, no more is said than those.
    pub(crate) fn expand(&self, krate: &Path, has_faults: bool) -> TokenStream {
        let Checked {
            input,
            borrows,
            plain,
        } = self;
        let derives = derives(input, krate, !borrows);
        let assertion = (!borrows && !has_faults).then(|| fields_assertion(input, plain, krate));
        quote!(#assertion #derives #input)
    }
}

fn with_error(item: &TokenStream, error: &Error) -> TokenStream {
    let error = error.to_compile_error();
    quote!(#item #error)
}

/// A second attribute of ours would derive once more what this one derives, and fail with words of rustc.
fn check_attributes(ctxt: &Ctxt, attributes: &mut Vec<Attribute>, this: &str) {
    attributes.retain(|attribute| {
        let path = attribute.path();
        let Some(other) = ["data", "event"]
            .into_iter()
            .find(|name| attributes::is_ours(path, name))
        else {
            return true;
        };
        let message = if other == this {
            format!("`#[mego::{this}]` is given twice")
        } else {
            "`#[mego::event]` makes the type one that goes over the wire: take `#[mego::data]` away"
                .to_owned()
        };
        ctxt.error(path, message);
        false
    });
}

/// A derive of what is derived here already would be told in words of rustc. One that stands above the attribute is
/// expanded before it, and cannot be seen.
fn check_derives(ctxt: &Ctxt, attributes: &mut [Attribute], this: &str) {
    for attribute in attributes
        .iter_mut()
        .filter(|attribute| attribute.path().is_ident("derive"))
    {
        let Ok(derives) = attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated) else {
            // rustc's to report.
            continue;
        };
        let is_ours = |path: &Path| {
            path.segments.last().is_some_and(|segment| {
                ["Serialize", "Deserialize", "JsonSchema"]
                    .iter()
                    .any(|ours| segment.ident == ours)
            })
        };
        let (ours, others): (Vec<_>, Vec<_>) = derives.into_iter().partition(is_ours);
        if let Some(first) = ours.first() {
            ctxt.error(
                first,
                format!(
                    "`#[mego::{this}]` derives `Serialize`, `Deserialize` and `JsonSchema` itself: take it away here"
                ),
            );
            *attribute = parse_quote!(#[derive(#(#others),*)]);
        }
    }
}

/// Whether the type borrows, which is an error.
fn check_lifetimes(ctxt: &Ctxt, input: &DeriveInput) -> bool {
    let Some(lifetime) = input.generics.lifetimes().next() else {
        return false;
    };
    ctxt.error(
        lifetime,
        "what goes over the wire owns its values: use `String` for `&str`, `Vec<T>` for `&[T]`",
    );
    true
}

fn check_references(ctxt: &Ctxt, data: &mut Data) {
    let fields: Vec<_> = match data {
        Data::Struct(data) => data.fields.iter_mut().collect(),
        Data::Enum(data) => data
            .variants
            .iter_mut()
            .flat_map(|variant| variant.fields.iter_mut())
            .collect(),
        Data::Union(_) => Vec::new(),
    };
    for field in fields {
        if let Type::Reference(reference) = &mut field.ty {
            let owned = owned(reference);
            ctxt.error(
                &*reference,
                format!("what goes over the wire owns its values: {owned}"),
            );
            // Else rustc, and serde after it, would have more to say.
            field.ty = parse_quote!(());
        }
    }
}

fn options(ctxt: &Ctxt, attribute: TokenStream) -> Path {
    let mut krate = None;
    attributes::read(ctxt, attribute, |meta| {
        if meta.path.is_ident("crate") {
            attributes::set(ctxt, &meta, &mut krate, attributes::path(&meta)?);
            return Ok(());
        }
        Err(attributes::unknown(&meta, &["crate"]))
    });
    krate.unwrap_or_else(|| parse_quote!(::mego))
}

fn derives(input: &DeriveInput, krate: &Path, with_deserialize: bool) -> TokenStream {
    let serde = path_text(krate, "serde");
    let schemars = path_text(krate, "schemars");
    let is_enum = matches!(input.data, Data::Enum(_));
    // Only where there are names: serde refuses `rename_all` on a tuple struct.
    let has_names = match &input.data {
        Data::Struct(data) => matches!(data.fields, Fields::Named(_)),
        Data::Enum(_) => true,
        Data::Union(_) => false,
    };
    let options = SerdeOptions::of(&input.attrs);
    let rename =
        (has_names && !options.has("rename_all")).then(|| quote!(#[serde(rename_all = "camelCase")]));
    let rename_fields = (is_enum && !options.has("rename_all_fields"))
        .then(|| quote!(#[serde(rename_all_fields = "camelCase")]));
    // Of a type that borrows, serde would say no more than we have said.
    let deserialize = with_deserialize.then(|| quote!(#krate::__private::serde::Deserialize,));
    quote! {
        #[derive(
            #krate::__private::serde::Serialize,
            #deserialize
            #krate::__private::schemars::JsonSchema,
        )]
        #[serde(crate = #serde)]
        #[schemars(crate = #schemars)]
        #rename
        #rename_fields
    }
}

/// Says of each field, in our words and before serde and schemars do in theirs, that its type cannot be sent.
///
/// Not of fields with attributes of theirs, which may send something else, and not of generic types, whose bounds the
/// derives know.
fn fields_assertion(input: &DeriveInput, plain: &[Type], krate: &Path) -> TokenStream {
    if !input.generics.params.is_empty() {
        return TokenStream::new();
    }
    let types = plain.iter().map(|ty| quote_spanned!(ty.span()=> field::<#ty>();));
    let cfgs = docs::cfgs(&input.attrs);
    quote! {
        #(#cfgs)*
        const _: () = {
            #[allow(dead_code, deprecated)]
            fn fields() {
                #[allow(unused_imports)]
                use #krate::__private::field;
                #(#types)*
            }
        };
    }
}

fn path_text(krate: &Path, name: &str) -> String {
    format!("{}::__private::{name}", krate.to_token_stream()).replace(' ', "")
}

fn all_fields(data: &Data) -> Vec<&Field> {
    match data {
        Data::Struct(data) => data.fields.iter().collect(),
        Data::Enum(data) => data.variants.iter().flat_map(|variant| &variant.fields).collect(),
        Data::Union(_) => Vec::new(),
    }
}

fn rewrite_fields(ctxt: &Ctxt, krate: &Path, fields: &mut Fields) {
    fields
        .iter_mut()
        .for_each(|field| fields::rewrite(ctxt, krate, field));
}

/// serde writes the tag of a struct, and schemars does not know of it.
fn check_tag(ctxt: &Ctxt, input: &DeriveInput) {
    if let (Data::Struct(_), Some(tag)) = (&input.data, SerdeOptions::of(&input.attrs).get("tag")) {
        ctxt.error(
            &tag.path,
            "the tag of a struct is not in its schema, so clients would not know of it: \
             give the struct a field, or make it an enum with one variant",
        );
    }
}

/// Whether schemars would move variants. It puts those of an externally tagged enum about which nothing is said into one
/// list, before the others.
fn is_reordered(attributes: &[Attribute], variants: &Punctuated<Variant, Token![,]>) -> bool {
    if SerdeOptions::of(attributes).has_any(&["tag", "untagged"]) {
        return false;
    }
    let is_listed =
        |variant: &Variant| matches!(variant.fields, Fields::Unit) && variant.attrs.iter().all(says_nothing);
    let first_other = variants.iter().position(|variant| !is_listed(variant));
    let last_listed = variants.iter().rposition(is_listed);
    matches!((first_other, last_listed), (Some(other), Some(listed)) if other < listed)
}

/// Whether an attribute changes nothing in the schema of a variant.
fn says_nothing(attribute: &Attribute) -> bool {
    let names = ["cfg", "allow", "expect", "default", "serde"];
    let reshaping = ["untagged", "with", "serialize_with", "deserialize_with"];
    names.iter().any(|name| attribute.path().is_ident(name))
        && !SerdeOptions::of(std::slice::from_ref(attribute)).has_any(&reshaping)
}

/// A variant about which anything is said stays where it is.
fn keep_order(variants: &mut Punctuated<Variant, Token![,]>) {
    for (index, variant) in variants.iter_mut().enumerate() {
        if matches!(variant.fields, Fields::Unit) {
            let index = Literal::usize_unsuffixed(index);
            variant.attrs.push(fields::mark("x-mego-order", &quote!(#index)));
        }
    }
}

/// A unit struct is null to schemars, and so is `()`; on the wire it is an empty array.
fn mark_unit(attributes: &mut Vec<Attribute>, fields: &Fields) {
    // The wire holds another type then.
    let taken_over = ["from", "try_from", "into", "with", "remote"];
    if matches!(fields, Fields::Unit) && !SerdeOptions::of_both(attributes).has_any(&taken_over) {
        attributes.push(fields::mark("x-mego", &quote!("unit")));
    }
}

/// What is said about a flattened struct would be taken for what is said about this one, if nothing is.
fn keep_doc(krate: &Path, attributes: &mut Vec<Attribute>, fields: &Fields) {
    let is_flattened = |field: &Field| SerdeOptions::of(&field.attrs).has("flatten");
    let is_documented = attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("doc"));
    if !is_documented
        && !SerdeOptions::of_both(attributes).has("description")
        && fields.iter().any(is_flattened)
    {
        attributes.push(parse_quote!(#[schemars(transform = #krate::__private::undocumented)]));
    }
}
