//! Words for wrong parameters: which one, where in it, and what was expected.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Params;
use crate::Status;
use crate::error::Error;
use crate::failure::Failure;
use crate::wire::{MAX_PARAMS, Shape};

/// One thing that is wrong with the parameters of a call.
#[derive(Debug, Serialize)]
pub(crate) struct Problem {
    pub(super) name: String,
    /// Where in the parameter: `[2].zip`; empty for the parameter itself.
    pub(super) path: String,
    pub(super) expected: String,
    #[serde(skip)]
    pub(super) found: String,
    #[serde(skip)]
    is_unknown: bool,
}

impl Problem {
    pub(crate) fn new(name: &str, found: impl Into<String>, expected: impl Into<String>) -> Problem {
        Problem {
            name: name.to_owned(),
            path: String::new(),
            expected: expected.into(),
            found: found.into(),
            is_unknown: false,
        }
    }

    pub(crate) fn missing<T: DeserializeOwned>(name: &str) -> Problem {
        // What a type expects is known only to its visitor: nil makes it say so.
        let expected = match decode_loosely::<T>(rmpv::Value::Nil) {
            Err(error) => loose_words(error.into_inner()).1,
            Ok(_) => None,
        };
        Problem::new(
            name,
            "is missing",
            expected.unwrap_or_else(|| "a value".to_owned()),
        )
    }

    /// Decodes the value again, slowly and with a path, to say what `error` did not say.
    pub(crate) fn explain<T: DeserializeOwned>(
        name: &str,
        bytes: &[u8],
        error: &dyn fmt::Display,
    ) -> Problem {
        // The scan has passed these bytes: they are one value, at most 32 deep.
        let Err(detail) = decode_with_path::<T>(bytes) else {
            return Problem::new(name, error.to_string(), "a value of the parameter's type");
        };
        let path = detail.path().to_string();
        let (mut found, mut expected) = words(&detail.into_inner());
        if expected.is_none()
            && let Some((told, wanted)) = at_the_same_place::<T>(bytes, &path)
        {
            (found, expected) = (told, wanted);
        }
        let mut path = if path == "." { String::new() } else { dotted(&path) };
        if let Some(field) = named(&found, "missing field `") {
            path = format!("{path}.{field}");
            "is missing".clone_into(&mut found);
            expected = Some("a value".to_owned());
        } else if let Some(field) = named(&found, "duplicate field `") {
            path = format!("{path}.{field}");
            "is sent twice".clone_into(&mut found);
            expected = Some("one value".to_owned());
        }
        Problem {
            path: shown(&path),
            ..Problem::new(
                name,
                found,
                expected.unwrap_or_else(|| "a value of its type".to_owned()),
            )
        }
    }

    pub(crate) fn unknown(name: &str, known: &[&str]) -> Problem {
        // It is sent back, and anybody may have made it as long as a message.
        let name = &*shown(name);
        let mut found = String::from("is not a parameter of this method");
        if let Some(near) = nearest(name, known) {
            found = format!("{found}, did you mean `{near}`?");
        }
        let expected = match known {
            [] => "no parameters".to_owned(),
            known => format!("one of `{}`", known.join("`, `")),
        };
        Problem {
            is_unknown: true,
            ..Problem::new(name, found, expected)
        }
    }

    pub(crate) fn too_long(sent: usize) -> Problem {
        let problem = Problem::new("", format!("{sent} were sent"), format!("at most {MAX_PARAMS}"));
        Problem {
            is_unknown: true,
            ..problem
        }
    }

    pub(crate) fn is_unknown(&self) -> bool {
        self.is_unknown
    }

    pub(crate) fn failure(problems: Vec<Problem>) -> Failure {
        #[derive(Serialize)]
        struct Data {
            params: Vec<Problem>,
        }
        let sentences: Vec<_> = problems.iter().map(ToString::to_string).collect();
        let data = Data { params: problems };
        Failure::from(Error::new(Status::Invalid, sentences.join("; ")).with_data(&data))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name.as_str() {
            "" => write!(f, "the parameters{}", self.path)?,
            name => write!(f, "`{name}{}`", self.path)?,
        }
        if self.found.starts_with("is ") {
            write!(f, " {}", self.found)?;
        } else {
            write!(f, ": {}", self.found)?;
        }
        if self.found.ends_with('?') {
            Ok(())
        } else {
            write!(f, ", expected {}", self.expected)
        }
    }
}

/// The parameters that the method does not have.
pub(super) fn unknown(params: &Params, known: &[&'static str]) -> Vec<Problem> {
    match params.shape() {
        _ if params.is_too_long() => vec![Problem::too_long(params.len())],
        Shape::Nil => Vec::new(),
        Shape::Array => {
            let expected = format!("{}, in this order: `{}`", count(known.len()), known.join("`, `"));
            vec![Problem {
                is_unknown: true,
                ..Problem::new(
                    "",
                    format!(
                        "{} {} sent",
                        count(params.len()),
                        if params.len() == 1 { "was" } else { "were" }
                    ),
                    if known.is_empty() {
                        "no parameters".to_owned()
                    } else {
                        expected
                    },
                )
            }]
        }
        Shape::Map => {
            let mut seen: Vec<&[u8]> = Vec::new();
            let mut problems = Vec::new();
            for (key, _) in params.entries() {
                let Some(key) = key else {
                    let found = "a key is an integer";
                    problems.push(Problem {
                        is_unknown: true,
                        ..Problem::new("", found, "names as keys")
                    });
                    continue;
                };
                let name = String::from_utf8_lossy(key);
                if !known.contains(&name.as_ref()) {
                    problems.push(Problem::unknown(&name, known));
                } else if seen.contains(&key) {
                    let found = "is sent twice";
                    problems.push(Problem {
                        is_unknown: true,
                        ..Problem::new(&name, found, "one value")
                    });
                }
                seen.push(key);
                // A sentence for each of thousands would help nobody.
                if problems.len() == 10 {
                    break;
                }
            }
            problems
        }
        Shape::Other => vec![Problem::new(
            "",
            "a bare value was sent",
            "an array by position or a map by name, also for one parameter",
        )],
    }
}

fn count(parameters: usize) -> String {
    if parameters == 1 {
        "1 parameter".to_owned()
    } else {
        format!("{parameters} parameters")
    }
}

/// As the value was decoded before, so that it fails at the same place.
fn decode_with_path<T: DeserializeOwned>(
    bytes: &[u8],
) -> Result<T, serde_path_to_error::Error<rmp_serde::decode::Error>> {
    let mut deserializer = rmp_serde::Deserializer::from_read_ref(bytes).with_human_readable();
    serde_path_to_error::deserialize(&mut deserializer)
}

/// By a reader that says what it expected, where it fails at the same place. It cannot read all that the first one can, so
/// that it may fail before.
fn at_the_same_place<T: DeserializeOwned>(mut bytes: &[u8], path: &str) -> Option<(String, Option<String>)> {
    let value = rmpv::decode::read_value(&mut bytes).ok()?;
    let detail = decode_loosely::<T>(value).err()?;
    (detail.path().to_string() == path).then(|| loose_words(detail.into_inner()))
}

fn decode_loosely<T: DeserializeOwned>(
    value: rmpv::Value,
) -> Result<T, serde_path_to_error::Error<rmpv::ext::Error>> {
    serde_path_to_error::deserialize(value)
}

fn loose_words(error: rmpv::ext::Error) -> (String, Option<String>) {
    // rmpv puts a sentence of its own before that of serde.
    let rmpv::ext::Error::Syntax(message) = error;
    split(&message)
}

/// The name behind some words: `a` of "missing field `a`".
fn named<'a>(sentence: &'a str, words: &str) -> Option<&'a str> {
    sentence.strip_prefix(words)?.strip_suffix('`')
}

/// What serde found and what it expected, in words that are not Rust's: whoever reads this writes another language.
fn words(error: &rmp_serde::decode::Error) -> (String, Option<String>) {
    use rmp_serde::decode::Error;

    let message = match error {
        Error::TypeMismatch(marker) => {
            return (format!("invalid type: {}", kind(&format!("{marker:?}"))), None);
        }
        Error::OutOfRange => return ("invalid value: an integer that is too large".to_owned(), None),
        Error::LengthMismatch(length) => return (format!("invalid length {length}"), None),
        Error::Utf8Error(_) => return ("invalid value: text that is not UTF-8".to_owned(), None),
        error => error.to_string(),
    };
    split(&message)
}

fn split(message: &str) -> (String, Option<String>) {
    // serde's sentences end with what was expected.
    let (found, expected) = match message.rsplit_once(", expected ") {
        Some((found, expected)) => (found, Some(plain(expected).to_owned())),
        None => (message, None),
    };
    let found = found
        .replace("unit value", "nil")
        .replace("byte array", "binary, or text that is not UTF-8")
        .replace("invalid type: sequence", "invalid type: array");
    (shown(&found), expected)
}

/// What begins with a marker of this name.
fn kind(marker: &str) -> &'static str {
    match marker
        .trim_start_matches("Fix")
        .trim_end_matches(|end: char| !end.is_alphabetic())
    {
        "Null" => "nil",
        "True" | "False" => "boolean",
        "Pos" | "Neg" | "U" | "I" => "integer",
        "F" => "floating point",
        name if name.starts_with("Str") => "string",
        name if name.starts_with("Bin") => "binary",
        name if name.starts_with("Array") => "array",
        name if name.starts_with("Map") => "map",
        _ => "another value",
    }
}

/// A type of Rust as anybody would call it.
fn plain(expected: &str) -> &str {
    match expected {
        "i8" => "an integer from -128 to 127",
        "u8" => "an integer from 0 to 255",
        "i16" => "an integer from -32768 to 32767",
        "u16" => "an integer from 0 to 65535",
        "i32" => "an integer from -2147483648 to 2147483647",
        "u32" => "an integer from 0 to 4294967295",
        "i64" | "isize" => "an integer of 64 bits",
        "u64" | "usize" => "an integer of 64 bits that is not negative",
        "f32" | "f64" => "a number",
        "i128" | "u128" => "an integer of 128 bits, as binary of 16 bytes",
        "unit" => "nil",
        "a sequence" => "an array",
        "variant identifier" | "unit variant" | "newtype variant" | "struct variant" | "tuple variant" => {
            "the name of a variant"
        }
        "a boolean" => "true or false",
        "path string" => "a string",
        // Nobody outside of the server knows its types by name.
        _ if expected.starts_with("a nonzero ") => "an integer of its type that is not 0",
        _ if expected.starts_with("struct ") || expected.starts_with("field index ") => "a map of its fields",
        _ if expected.starts_with("unit struct ") => "nil",
        _ if expected.starts_with("fewer elements") => "fewer elements",
        _ if expected.contains(" enum ") && expected.contains("tagged") => "a map with the name of a variant",
        _ if expected.starts_with("enum ") => "one of its variants",
        _ if expected.starts_with("tuple struct ") => "an array of its fields",
        other => other,
    }
}

/// What a client sent, fit to be sent back: not all of a long text, and no control characters.
pub(crate) fn shown(text: &str) -> String {
    const MOST: usize = 120;
    let mut letters = text.chars();
    let mut shown = String::new();
    for letter in letters.by_ref().take(MOST) {
        if letter.is_control() {
            shown.extend(letter.escape_default());
        } else {
            shown.push(letter);
        }
    }
    if letters.next().is_some() {
        shown.push('…');
    }
    shown
}

/// `a[2].b` within a parameter becomes `.a[2].b`, `[2].b` stays.
fn dotted(path: &str) -> String {
    if path.starts_with('[') {
        path.to_owned()
    } else {
        format!(".{path}")
    }
}

/// The known name that differs least, if it differs by a slip of the fingers.
fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let name: Vec<char> = name.chars().take(64).collect();
    known
        .iter()
        .map(|candidate| (distance(&name, candidate), *candidate))
        // Fewer slips than letters: `c` is no slip of `a`.
        .filter(|(distance, candidate)| *distance <= 1 + candidate.len() / 4 && *distance * 2 <= name.len().max(2))
        .filter(|(distance, _)| *distance < name.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Levenshtein's distance, without regard to case.
fn distance(a: &[char], b: &str) -> usize {
    let mut row: Vec<usize> = (0..=a.len()).collect();
    for (j, cb) in b.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], j + 1);
        for (i, ca) in a.iter().enumerate() {
            let substituted = diagonal + usize::from(!ca.eq_ignore_ascii_case(&cb));
            diagonal = row[i + 1];
            row[i + 1] = substituted.min(row[i] + 1).min(diagonal + 1);
        }
    }
    row[a.len()]
}
