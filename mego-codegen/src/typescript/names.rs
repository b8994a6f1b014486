//! Names: what they become in TypeScript, and which ones cannot.

/// Method names that a client has a use of its own for, or that a promise or an object would be mistaken by.
pub(super) const RESERVED_METHODS: &[&str] = &[
    "then",
    "catch",
    "finally",
    "call",
    "notify",
    "on",
    "off",
    "once",
    "emit",
    "events",
    "state",
    "connect",
    "close",
    "set",
    "data",
    "auth",
    "upload",
    "constructor",
    "prototype",
    "hasOwnProperty",
    "toString",
    "toJSON",
    "valueOf",
    "__proto__",
];

/// Names that cannot stand behind a dot: `users.then` would make `users` look like a promise, and the others are members of
/// every function.
pub(super) const RESERVED_SEGMENTS: &[&str] = &[
    "then",
    "constructor",
    "prototype",
    "__proto__",
    "isError",
    "method",
    "name",
    "length",
];

/// Type names with a meaning of their own in the generated files.
const RESERVED_TYPES: &[&str] = &[
    "Mego",
    "Client",
    "Methods",
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
