//! What can only be told by how a type is spelled. An alias hides it; then there is a word less, and nothing wrong.

use proc_macro2::{TokenStream, TokenTree};
use syn::{GenericArgument, PathArguments, PathSegment, Type};

/// Maps whose keys become those of a map on the wire.
const MAPS: &[&str] = &["HashMap", "BTreeMap", "IndexMap"];

/// What has no form as a key.
const UNFIT: &[&str] = &[
    "bool", "f32", "f64", "u128", "i128", "Option", "Vec", "HashMap", "BTreeMap", "HashSet", "BTreeSet",
];

/// Whether the last part of the path is this name.
pub(super) fn is(ty: &Type, name: &str) -> bool {
    last(ty).is_some_and(|segment| segment.ident == name)
}

/// `Option<Option<T>>`.
pub(super) fn is_nested_option(ty: &Type) -> bool {
    is(ty, "Option") && arguments(ty).first().is_some_and(|inner| is(inner, "Option"))
}

/// The first type in here that is the key of a map, and cannot be.
pub(super) fn unfit_key(ty: &Type) -> Option<&Type> {
    let inner = match ty {
        Type::Tuple(tuple) => tuple.elems.iter().collect(),
        Type::Array(array) => vec![&*array.elem],
        Type::Paren(paren) => vec![&*paren.elem],
        Type::Group(group) => vec![&*group.elem],
        ty => arguments(ty),
    };
    if MAPS.iter().any(|map| is(ty, map))
        && let [key, _, ..] = inner.as_slice()
    {
        let by_form = matches!(key, Type::Tuple(_) | Type::Array(_));
        if by_form || UNFIT.iter().any(|name| is(key, name)) {
            return Some(key);
        }
    }
    inner.into_iter().find_map(unfit_key)
}

/// Whether `Self` is in it.
pub(super) fn mentions_self(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == "Self",
        TokenTree::Group(group) => mentions_self(group.stream()),
        _ => false,
    })
}

fn last(ty: &Type) -> Option<&PathSegment> {
    match ty {
        Type::Path(path) => path.path.segments.last(),
        Type::Paren(paren) => last(&paren.elem),
        Type::Group(group) => last(&group.elem),
        _ => None,
    }
}

/// The types in angle brackets.
fn arguments(ty: &Type) -> Vec<&Type> {
    let Some(PathArguments::AngleBracketed(arguments)) = last(ty).map(|segment| &segment.arguments) else {
        return Vec::new();
    };
    let types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    types.collect()
}
