//! What JSON Schema does not say of a type, but its name in Rust does.
//!
//! The standard library does not promise what [`type_name`] gives, so nothing but a diagnosis hangs on it: were it to
//! change, the tests below would fail, and one word less would be said.

use std::any::type_name;

/// The starts of the names of types that have no form as a key.
const UNFIT: &[&str] = &[
    "(",
    "[",
    "bool",
    "f32",
    "f64",
    "u128",
    "i128",
    "core::option::",
    "alloc::vec::",
    "std::collections::",
];

/// Whether it is an `Option<Option<T>>`, both of whose `None` are null.
pub(super) fn is_nested_option<T>() -> bool {
    type_name::<T>().starts_with("core::option::Option<core::option::Option<")
}

/// The type of the first keys of a map that cannot be keys on the wire.
pub(super) fn unfit_key<T>() -> Option<&'static str> {
    let name = type_name::<T>();
    ["HashMap<", "BTreeMap<", "IndexMap<"]
        .iter()
        .flat_map(|map| name.match_indices(map).map(|(start, _)| start + map.len()))
        .map(|start| first_argument(&name[start..]))
        .find(|key| UNFIT.iter().any(|unfit| key.starts_with(unfit)))
}

/// What stands before the first comma that is not in brackets.
fn first_argument(arguments: &str) -> &str {
    let mut depth = 0;
    let end = arguments.find(|c| {
        match c {
            '<' | '(' | '[' => depth += 1,
            '>' | ')' | ']' => depth -= 1,
            _ => {}
        }
        (c == ',' && depth == 0) || depth < 0
    });
    end.map_or(arguments, |end| &arguments[..end])
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashMap};

    use super::*;

    #[test]
    fn keys_that_are_neither_text_nor_integers_are_found_wherever_they_are() {
        assert_eq!(unfit_key::<HashMap<(u8, u8), u8>>(), Some("(u8, u8)"));
        assert_eq!(unfit_key::<Vec<BTreeMap<bool, u8>>>(), Some("bool"));
        assert_eq!(
            unfit_key::<HashMap<String, HashMap<Vec<u8>, u8>>>(),
            Some("alloc::vec::Vec<u8>")
        );
        assert_eq!(unfit_key::<HashMap<String, HashMap<u64, (bool, u8)>>>(), None);
    }

    #[test]
    fn an_option_of_an_option_is_told_from_an_option_of_a_list_of_options() {
        assert!(is_nested_option::<Option<Option<u8>>>());
        assert!(!is_nested_option::<Option<Vec<Option<u8>>>>());
    }
}
