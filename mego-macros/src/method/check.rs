//! Is this function a method? Everything that the signature alone can tell is told here; the rest is told by bounds in
//! the expansion.

use std::collections::HashMap;

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, FnArg, Pat, PatType, ReturnType, Type};

use super::options::Options;
use super::parse::Function;
use crate::ctxt::Ctxt;
use crate::{attributes, docs, names};

/// A method that has been checked; what was wrong is in the collector.
pub(super) struct Method {
    /// The function, without the attributes of its parameters.
    pub(super) function: Function,
    pub(super) options: Options,
    pub(super) name: String,
    pub(super) arguments: Vec<Argument>,
    pub(super) is_valid: bool,
}

/// One argument.
pub(super) struct Argument {
    pub(super) ty: Type,
    /// The name on the wire; `None` for a pattern, which only an extractor may be.
    pub(super) name: Option<String>,
    pub(super) span: Span,
    pub(super) doc: proc_macro2::TokenStream,
    pub(super) options: ParamOptions,
}

#[derive(Default)]
pub(super) struct ParamOptions {
    pub(super) default: Option<Default>,
    pub(super) example: Option<Expr>,
    pub(super) deprecated: Option<()>,
    name: Option<syn::LitStr>,
}

pub(super) enum Default {
    /// `Default::default()`.
    OfType,
    Value(Expr),
}

const ALLOWED: &[&str] = &["name", "default", "example", "deprecated"];

pub(super) fn check(ctxt: &Ctxt, mut function: Function, options: Options) -> Method {
    check_signature(ctxt, &function);
    let mut is_valid = function.signature.asyncness.is_some() && function.signature.receiver().is_none();
    is_valid &= function.signature.generics.params.is_empty();
    let mut arguments = Vec::new();
    for input in &mut function.signature.inputs {
        match input {
            FnArg::Receiver(receiver) => ctxt.error(
                receiver,
                "a Mego method is a free function: take what it needs as `State<T>`",
            ),
            FnArg::Typed(argument) => arguments.push(check_argument(ctxt, argument, &mut is_valid)),
        }
    }
    check_parameter_names(ctxt, &arguments);
    let name = check_name(ctxt, &function, &options);
    Method {
        function,
        options,
        name,
        arguments,
        is_valid,
    }
}

fn check_signature(ctxt: &Ctxt, function: &Function) {
    let signature = &function.signature;
    if signature.asyncness.is_none() {
        ctxt.error(signature.fn_token, "a Mego method is async: write `async fn`");
    }
    if let Some(token) = &signature.constness {
        ctxt.error(token, "a Mego method cannot be `const`");
    }
    if let syn::Safety::Unsafe(token) = &signature.safety {
        ctxt.error(
            token,
            "a Mego method cannot be `unsafe`: clients call it with whatever they like",
        );
    }
    if let Some(abi) = &signature.abi {
        ctxt.error(
            abi,
            "a Mego method is an ordinary Rust function, without `extern`",
        );
    }
    if !signature.generics.params.is_empty() {
        ctxt.error(
            &signature.generics,
            "a Mego method cannot be generic: it has one schema on the wire, so its types have to be named",
        );
    } else if let Some(clause) = &signature.generics.where_clause {
        ctxt.error(
            clause,
            "a Mego method cannot be generic, so it has no use for `where`",
        );
    }
    if let ReturnType::Type(_, ty) = &signature.output
        && let Type::Reference(reference) = &**ty
        && reference
            .lifetime
            .as_ref()
            .is_none_or(|lifetime| lifetime.ident != "static")
    {
        ctxt.error(
            reference,
            format!("a Mego method returns an owned value: {}", owned(reference)),
        );
    }
}

/// What to write instead of a reference.
fn owned(reference: &syn::TypeReference) -> String {
    match &*reference.elem {
        Type::Path(path) if path.path.is_ident("str") => "use `String`".to_owned(),
        Type::Slice(slice) => {
            let element = &slice.elem;
            format!("use `Vec<{}>`", quote!(#element))
        }
        other => format!("use `{}`", quote!(#other)),
    }
}

fn check_argument(ctxt: &Ctxt, argument: &mut PatType, is_valid: &mut bool) -> Argument {
    let doc = docs::expression(&argument.attrs);
    let mut options = ParamOptions::default();
    for attribute in std::mem::take(&mut argument.attrs) {
        if attribute.path().is_ident("param") {
            parse_param(ctxt, &attribute, &mut options);
        } else if !attribute.path().is_ident("doc") {
            // Left to rustc, which knows `allow` and `cfg` and refuses the rest.
            argument.attrs.push(attribute);
        }
    }
    match &*argument.ty {
        Type::Reference(reference) => {
            *is_valid = false;
            ctxt.error(
                reference,
                format!("Mego methods take owned values: {}", owned(reference)),
            );
        }
        Type::ImplTrait(ty) => {
            *is_valid = false;
            ctxt.error(
                ty,
                "a Mego method cannot be generic: name the type of this argument",
            );
        }
        _ => {}
    }
    let name = match (&options.name, &*argument.pat) {
        (Some(name), _) => Some(name.value()),
        (None, Pat::Ident(pattern)) => Some(names::lower_camel(&pattern.ident.to_string())),
        (None, pattern) => {
            let options = [
                options.default.is_some(),
                options.example.is_some(),
                options.deprecated.is_some(),
            ];
            if options.contains(&true) {
                ctxt.error(
                    pattern,
                    "a parameter needs a name: bind it to one, and take it apart in the body",
                );
            }
            None
        }
    };
    let span = options
        .name
        .as_ref()
        .map_or_else(|| argument.pat.span(), syn::LitStr::span);
    if let Some(name) = &name
        && let Err(message) = names::check_field(name)
    {
        ctxt.push(syn::Error::new(span, message));
    }
    Argument {
        ty: (*argument.ty).clone(),
        name,
        span,
        doc,
        options,
    }
}

fn parse_param(ctxt: &Ctxt, attribute: &Attribute, options: &mut ParamOptions) {
    let result = attribute.parse_nested_meta(|meta| {
        let key = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
        match key.as_str() {
            "name" => attributes::set(ctxt, &meta, &mut options.name, attributes::text(&meta)?),
            "default" => {
                let default = match meta.input.peek(syn::Token![=]) {
                    true => Default::Value(meta.value()?.parse()?),
                    false => Default::OfType,
                };
                attributes::set(ctxt, &meta, &mut options.default, default);
            }
            "example" => attributes::set(ctxt, &meta, &mut options.example, meta.value()?.parse()?),
            "deprecated" => {
                attributes::flag(&meta)?;
                attributes::set(ctxt, &meta, &mut options.deprecated, ());
            }
            _ => return Err(attributes::unknown(&meta, ALLOWED)),
        }
        Ok(())
    });
    ctxt.ok(result);
}

fn check_parameter_names(ctxt: &Ctxt, arguments: &[Argument]) {
    let mut seen = HashMap::new();
    for argument in arguments {
        let Some(name) = &argument.name else { continue };
        if seen.insert(name, argument).is_some() {
            let message = format!(
                "another argument is already called `{name}` on the wire: `#[param(name = \"…\")]` sets another"
            );
            ctxt.push(syn::Error::new(argument.span, message));
        }
    }
}

fn check_name(ctxt: &Ctxt, function: &Function, options: &Options) -> String {
    let ident: &Ident = &function.signature.ident;
    let name = match &options.name {
        Some(name) => name.value(),
        None => names::lower_camel(&ident.to_string()),
    };
    if let Err(message) = names::check_method(&name) {
        match &options.name {
            Some(name) => ctxt.error(name, message),
            None => ctxt.error(ident, message),
        }
    }
    name
}
