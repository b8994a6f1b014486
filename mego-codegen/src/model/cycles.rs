//! Types that are nothing but each other: `A` is `B`, and `B` is `A`. No value is of such a type, and no language takes it.

use std::collections::{BTreeMap, BTreeSet};

use super::types::{Kind, Object, Type, Union};
use crate::problem::Problems;

/// Notes a problem for each such circle of one side.
pub(super) fn check(types: &BTreeMap<String, Type>, problems: &mut Problems) {
    let mut told = BTreeSet::new();
    for start in types.keys() {
        let mut seen = BTreeSet::new();
        let mut next: Vec<&str> = vec![start];
        while let Some(name) = next.pop() {
            if let Some(ty) = types.get(name) {
                let mut found = Vec::new();
                same_level(ty, &mut found);
                next.extend(found.into_iter().filter(|name| seen.insert(*name)));
            }
        }
        // Everything on the same circle is told with its first name.
        if seen.contains(start.as_str()) && told.is_disjoint(&seen) {
            told.extend(seen);
            problems.add(
                start,
                "the type is made of nothing but itself",
                "put something in between: a list, or a field of a struct",
            );
        }
    }
}

/// The names that a type is, or may be, itself: not what it holds.
fn same_level<'t>(ty: &'t Type, names: &mut Vec<&'t str>) {
    match &ty.kind {
        Kind::Named(name) => names.push(name),
        Kind::Object(Object { base: Some(base), .. }) => names.push(base),
        Kind::Union(Union::Untagged(members)) => members.iter().for_each(|member| same_level(member, names)),
        Kind::Union(Union::Tagged {
            tagging: super::Tagging::Internal { .. },
            variants,
        }) => {
            let contents = variants.iter().filter_map(|variant| variant.content.as_ref());
            contents.for_each(|content| same_level(content, names));
        }
        _ => {}
    }
}
