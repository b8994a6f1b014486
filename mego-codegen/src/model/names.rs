//! Names that no Rust program has, in a contract that was edited.

use std::collections::BTreeSet;

use crate::problem::Problems;

const REMEDY: &str = "export the contract again; this one was changed or broken on its way";

/// Checks the name of a field, a parameter or a file, or a path in Rust: any text that can be seen.
pub(super) fn check_text(name: &str, place: &str, problems: &mut Problems) {
    let is_seen = |letter: char| !letter.is_control() && !matches!(letter, '\u{2028}' | '\u{2029}');
    if name.is_empty() {
        problems.add(place, "there is a name that is empty", REMEDY);
    } else if !name.chars().all(is_seen) {
        problems.add(
            place,
            format!("there is a character in {name:?} that cannot be seen"),
            REMEDY,
        );
    }
}

/// Checks that no two parameters, files among them, have one name.
pub(super) fn check_unique<'n>(names: impl Iterator<Item = &'n str>, place: &str, problems: &mut Problems) {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            problems.add(place, format!("two parameters are called `{name}`"), REMEDY);
        }
    }
}

/// Checks the name of a status: letters, digits and `_`.
pub(super) fn check_status(name: &str, place: &str, problems: &mut Problems) {
    let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
    if !name.starts_with(|first: char| first.is_alphabetic()) || !name.chars().all(is_letter) {
        problems.add(place, format!("{name:?} cannot be the name of a status"), REMEDY);
    }
}
