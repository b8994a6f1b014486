//! Names on the wire: lowerCamelCase, and none that would hurt a generated client.

use crate::reserved;

/// `create_user` and `r#create_user` become `createUser`; one leading underscore is dropped.
pub(crate) fn lower_camel(ident: &str) -> String {
    let ident = ident.strip_prefix("r#").unwrap_or(ident);
    let ident = ident.strip_prefix('_').unwrap_or(ident);
    let mut name = String::with_capacity(ident.len());
    for word in ident.split('_').filter(|word| !word.is_empty()) {
        let mut letters = word.chars();
        let Some(first) = letters.next() else { continue };
        if name.is_empty() {
            name.extend(first.to_lowercase());
        } else {
            name.extend(first.to_uppercase());
        }
        name.push_str(letters.as_str());
    }
    name
}

/// What is wrong with the name of a method.
pub(crate) fn check_method(name: &str) -> Result<(), String> {
    check(name, "a method", "method", "users.create")?;
    let first = name.split('.').next().unwrap_or_default();
    if reserved::OF_CLIENTS.contains(&first) {
        return Err(format!(
            "`{first}` cannot be the name of a method: a client needs it for itself; \
             give another with `#[mego::method(name = \"…\")]`"
        ));
    }
    Ok(())
}

/// What is wrong with the name of an event.
pub(crate) fn check_event(name: &str) -> Result<(), String> {
    check(name, "an event", "event", "room.closed")
}

fn check(name: &str, one: &str, attribute: &str, example: &str) -> Result<(), String> {
    for segment in name.split('.') {
        check_segment(segment).map_err(|()| {
            format!(
                "`{name}` cannot be the name of {one}: a name is made of letters and digits, begins with a letter, \
                 and may have parts divided by dots, as in `{example}`"
            )
        })?;
        if reserved::ANYWHERE.contains(&segment) {
            return Err(format!(
                "`{segment}` cannot be in the name of {one}: it means something to JavaScript; \
                 give another with `#[mego::{attribute}(name = \"…\")]`"
            ));
        }
    }
    if name.starts_with("mego.") || name.starts_with("rpc.") {
        return Err(format!(
            "`{name}` cannot be the name of {one}: names under `mego.` and `rpc.` are reserved"
        ));
    }
    Ok(())
}

/// What is wrong with the name of a parameter or a field of an error.
pub(crate) fn check_field(name: &str) -> Result<(), String> {
    check_segment(name).map_err(|()| {
        format!("`{name}` cannot be a name on the wire: a name is made of letters and digits and begins with a letter")
    })
}

fn check_segment(segment: &str) -> Result<(), ()> {
    let begins_well = segment.starts_with(|c: char| c.is_ascii_alphabetic());
    if begins_well && segment.chars().all(|c| c.is_ascii_alphanumeric()) {
        Ok(())
    } else {
        Err(())
    }
}

/// `NameTaken` becomes `Name taken`.
pub(crate) fn words(ident: &str) -> String {
    let mut words = String::new();
    for (position, letter) in ident.chars().enumerate() {
        if letter.is_uppercase() && position > 0 {
            words.push(' ');
            words.extend(letter.to_lowercase());
        } else {
            words.push(letter);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idents_become_lower_camel_case() {
        for (ident, name) in [
            ("sum", "sum"),
            ("create_user", "createUser"),
            ("r#type", "type"),
            ("_unused", "unused"),
            ("a_b__c", "aBC"),
            ("v2_list", "v2List"),
        ] {
            assert_eq!(lower_camel(ident), name);
        }
    }

    #[test]
    fn names_that_hurt_are_refused() {
        for name in [
            "then",
            "users.then",
            "close",
            "events.list",
            "mego.schema",
            "rpc.discover",
            "",
            "a..b",
            "1st",
            "大",
            "a-b",
            "__proto__",
        ] {
            assert!(check_method(name).is_err(), "{name}");
        }
        for name in ["sum", "users.create", "users.close", "v2.list", "A"] {
            assert!(check_method(name).is_ok(), "{name}");
        }
        for name in ["close", "room.closed", "message"] {
            assert!(check_event(name).is_ok(), "{name}");
        }
        for name in ["then", "room.constructor", "mego.changed", "new message"] {
            assert!(check_event(name).is_err(), "{name}");
        }
    }
}
