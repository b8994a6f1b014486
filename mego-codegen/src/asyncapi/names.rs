//! Names as AsyncAPI takes them: its keys are ASCII letters, digits, dots, hyphens and underscores.

use std::fmt::Write as _;

/// A name as a key. What does not fit becomes its number: `使用者` is `u4f7fu7528u8005`.
pub(super) fn key(name: &str) -> String {
    let mut key = String::new();
    for letter in name.chars() {
        if letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.') {
            key.push(letter);
        } else {
            // Writing into a string cannot fail.
            let _ = write!(key, "u{:x}", u32::from(letter));
        }
    }
    key
}

/// The first of `wanted`, `wanted_2`, `wanted_3`, … that is free.
pub(super) fn free(wanted: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let mut name = wanted.to_owned();
    let mut number = 2;
    while is_taken(&name) {
        name = format!("{wanted}_{number}");
        number += 1;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::{free, key};

    #[test]
    fn keys_are_ascii() {
        assert_eq!(key("users.listAll"), "users.listAll");
        assert_eq!(key("使用者"), "u4f7fu7528u8005");
        assert_eq!(key("a b"), "au20b");
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        assert_eq!(free("a", |_| false), "a");
        assert_eq!(free("a", |name| name == "a" || name == "a_2"), "a_3");
    }
}
