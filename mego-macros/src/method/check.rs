//! Is this function a method? Everything that the signature alone can tell is told here; the rest is told by bounds in
//! the expansion.

use std::collections::HashMap;

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::{Attribute, Expr, FnArg, Lifetime, Pat, PatType, ReturnType, Signature, Type};

use super::options::Options;
use super::parse::Function;
use crate::ctxt::Ctxt;
use crate::owned::{borrows, owned};
use crate::{attributes, docs, names};

/// A method that has been checked; what was wrong is in the collector.
pub(super) struct Method {
    /// The function, without the attributes of its parameters.
    pub(super) function: Function,
    pub(super) options: Options,
    pub(super) name: String,
    pub(super) arguments: Vec<Argument>,
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
    /// What a 64-bit integer in it is in TypeScript.
    pub(super) int64: Option<String>,
    name: Option<syn::LitStr>,
}

pub(super) enum Default {
    /// `Default::default()`.
    OfType,
    Value(Expr),
}

const ALLOWED: &[&str] = &["name", "default", "example", "deprecated", "int64"];

pub(super) fn check(ctxt: &Ctxt, mut function: Function, options: Options) -> Method {
    check_attributes(ctxt, &mut function);
    check_signature(ctxt, &function.signature);
    check_output(ctxt, &mut function.signature);
    let mut arguments = Vec::new();
    for input in &mut function.signature.inputs {
        match input {
            FnArg::Receiver(receiver) => ctxt.error(
                receiver,
                "a Mego method is a free function: take what it needs as `State<T>`",
            ),
            FnArg::Typed(argument) => arguments.push(check_argument(ctxt, argument)),
        }
    }
    check_parameter_names(ctxt, &arguments);
    let name = check_name(ctxt, &function, &options);
    Method {
        function,
        options,
        name,
        arguments,
    }
}

/// A second attribute would expand what this one leaves, and fail with words of rustc.
fn check_attributes(ctxt: &Ctxt, function: &mut Function) {
    function.attributes.retain(|attribute| {
        let path = attribute.path();
        let is_ours = attributes::is_ours(path, "method");
        if is_ours {
            ctxt.error(path, "`#[mego::method]` is given twice: put all options into one");
        }
        !is_ours
    });
}

fn check_signature(ctxt: &Ctxt, signature: &Signature) {
    match (&signature.constness, &signature.asyncness) {
        (None, None) => ctxt.error(signature.fn_token, "a Mego method is async: write `async fn`"),
        (Some(token), None) => ctxt.error(token, "a Mego method cannot be `const`: write `async fn`"),
        // With both, rustc has its own error.
        (_, Some(_)) => {}
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
}

fn check_output(ctxt: &Ctxt, signature: &mut Signature) {
    let takes_references = signature
        .inputs
        .iter()
        .any(|input| matches!(input, FnArg::Typed(argument) if borrows(&argument.ty)));
    let ReturnType::Type(_, ty) = &mut signature.output else {
        return;
    };
    if let Type::Reference(reference) = &mut **ty
        && reference
            .lifetime
            .as_ref()
            .is_none_or(|lifetime| lifetime.ident != "static")
    {
        let owned = owned(reference);
        ctxt.error(
            &*reference,
            format!("a Mego method returns an owned value: {owned}"),
        );
        // With a lifetime, rustc does not say that it misses one.
        if !takes_references {
            reference.lifetime = Some(Lifetime::new("'static", reference.and_token.span()));
        }
    }
}

fn check_argument(ctxt: &Ctxt, argument: &mut PatType) -> Argument {
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
            ctxt.error(
                reference,
                format!("Mego methods take owned values: {}", owned(reference)),
            );
        }
        Type::ImplTrait(ty) => {
            ctxt.error(
                ty,
                "a Mego method cannot be generic: name the type of this argument",
            );
        }
        ty if borrows(ty) => ctxt.error(
            ty,
            "Mego methods take owned values, and this type borrows: use `String` for `&str`, `Vec<T>` for `&[T]`",
        ),
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
                options.int64.is_some(),
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
    attributes::read_attribute(ctxt, attribute, |meta| {
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
            "example" => attributes::set(
                ctxt,
                &meta,
                &mut options.example,
                attributes::value(&meta)?.parse()?,
            ),
            "deprecated" => {
                attributes::flag(&meta)?;
                attributes::set(ctxt, &meta, &mut options.deprecated, ());
            }
            "int64" => attributes::set(ctxt, &meta, &mut options.int64, attributes::int64(&meta)?),
            _ => return Err(attributes::unknown(&meta, ALLOWED)),
        }
        Ok(())
    });
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
