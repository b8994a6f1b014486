//! Names: what they become in TypeScript, and which ones cannot.

/// Type names with a meaning of their own in the generated files.
const RESERVED_TYPES: &[&str] = &[
    "Mego",
    "Client",
    "Methods",
    "events",
    "eventSupport",
    "openStream",
    "plans",
    "table",
    "Uint8Array",
    "ArrayBuffer",
    "ReadonlyMap",
    "URL",
    // Predefined types.
    "any",
    "unknown",
    "never",
    "string",
    "number",
    "boolean",
    "object",
    "symbol",
    "bigint",
    "undefined",
    "null",
    "void",
    // Words of the language: a plan is a constant with the name of its type.
    "arguments",
    "as",
    "async",
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "eval",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "implements",
    "import",
    "in",
    "instanceof",
    "interface",
    "let",
    "new",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "static",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "type",
    "typeof",
    "var",
    "while",
    "with",
    "yield",
];

/// Whether a name can be written without quotes.
pub(super) fn is_identifier(name: &str) -> bool {
    let mut letters = name.chars();
    let start = |letter: char| letter.is_alphabetic() || letter == '_' || letter == '$';
    letters.next().is_some_and(start) && letters.all(|letter| start(letter) || letter.is_ascii_digit())
}

/// Whether a type cannot have this name.
pub(crate) fn is_reserved_type(name: &str) -> bool {
    RESERVED_TYPES.contains(&name)
}

/// A string literal.
pub(super) fn quoted(text: &str) -> String {
    // JSON strings are strings of JavaScript, too.
    serde_json::Value::from(text).to_string()
}

/// The type of the names of channels of a form: `room:{room}` → `` `room:${string}` ``, and a string literal where nothing
/// varies.
pub(super) fn channel(form: &str) -> String {
    if !form.contains('{') {
        return quoted(form);
    }
    let mut text = String::from("`");
    let mut is_part = false;
    for letter in form.chars() {
        match letter {
            '{' => is_part = true,
            '}' => {
                text.push_str("${string}");
                is_part = false;
            }
            _ if is_part => {}
            '`' | '\\' | '$' => text.extend(['\\', letter]),
            letter if letter.is_control() => text.push_str(&format!("\\u{{{:x}}}", u32::from(letter))),
            letter => text.push(letter),
        }
    }
    text.push('`');
    text
}

/// The name of a property in a type.
pub(super) fn property(name: &str) -> String {
    if is_identifier(name) {
        name.to_owned()
    } else {
        quoted(name)
    }
}

/// The name of a property in a value. `__proto__: x` would set the prototype; in brackets it is a property like any other.
pub(super) fn key(name: &str) -> String {
    match name {
        "__proto__" => "[\"__proto__\"]".to_owned(),
        name if is_identifier(name) || is_index(name) => name.to_owned(),
        name => quoted(name),
    }
}

fn is_index(name: &str) -> bool {
    name == "0"
        || (!name.starts_with('0') && !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `users.list` → `UsersList`
pub(super) fn pascal(wire: &str) -> String {
    wire.split('.')
        .map(|segment| {
            let mut letters = segment.chars();
            letters
                .next()
                .map(|first| format!("{}{}", first.to_uppercase(), letters.as_str()))
                .unwrap_or_default()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_is_typed_by_its_form() {
        for (form, ty) in [
            ("news", "\"news\""),
            ("room:{room}", "`room:${string}`"),
            ("{a}/{b}", "`${string}/${string}`"),
            ("a`{b}\\${c}", "`a\\`${string}\\\\\\$${string}`"),
            ("大{a}\n", "`大${string}\\u{a}`"),
        ] {
            assert_eq!(channel(form), ty, "{form}");
        }
    }
}
