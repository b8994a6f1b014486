//! The promise of the macros, kept by every file of words: one mistake is one error, on a token that the user wrote, and
//! its headline does not speak of what is hidden.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// A mistake of which more is said, how many errors there are, and why that is left as it is.
const KNOWN: &[(&str, usize, &str)] = &[
    (
        "call/misspelt.rs",
        2,
        "a method is a function and a type of one name, and rustc looks for both",
    ),
    (
        "data/field_without_derive.rs",
        6,
        "our own words come first, and the derives of serde and schemars then speak each for itself",
    ),
    (
        "event/crate_not_there.rs",
        5,
        "the derives are found by that path as well, and each of them is one that is not there",
    ),
    (
        "event/field_without_derive.rs",
        6,
        "our own words come first, as of the fields of other data",
    ),
    (
        "send/state.rs",
        2,
        "a state that is not `Send` is no argument, and the future that holds it is not `Send` either: two bounds",
    ),
    (
        "signature/associated.rs",
        4,
        "a macro sees the function and not the `impl` around it, where nothing may stand beside a function",
    ),
];

#[test]
fn one_mistake_is_one_error() {
    check(|case, headlines| {
        let expected = KNOWN
            .iter()
            .find(|(known, ..)| *known == case.name)
            .map_or(1, |(_, errors, _)| *errors);
        let found = headlines.len();
        (found != expected).then(|| format!("{found} errors, and {expected} expected"))
    });
}

#[test]
fn an_error_stands_on_a_token_of_the_user() {
    check(|case, headlines| {
        if KNOWN.iter().any(|(known, ..)| *known == case.name) {
            return None;
        }
        headlines.iter().find_map(|headline| {
            let Some((line, column)) = headline.place else {
                return Some(format!("`{}` stands nowhere", headline.text));
            };
            let text: String = case
                .source
                .lines()
                .nth(line - 1)?
                .chars()
                .skip(column - 1)
                .collect();
            text.starts_with("#[mego::")
                .then(|| format!("`{}` stands on the whole attribute", headline.text))
        })
    });
}

#[test]
fn a_headline_names_nothing_hidden() {
    check(|_, headlines| {
        headlines
            .iter()
            .find(|headline| headline.text.contains("__private") || headline.text.contains("__mego"))
            .map(|headline| headline.text.clone())
    });
}

#[test]
fn every_known_exception_is_a_case() {
    let cases = cases();
    for (name, ..) in KNOWN {
        assert!(cases.iter().any(|case| case.name == *name), "{name} is gone");
    }
}

struct Case {
    name: String,
    source: String,
    words: String,
}

/// The first line of an error, and the line and column that it stands on.
struct Headline {
    text: String,
    place: Option<(usize, usize)>,
}

fn check(problem: impl Fn(&Case, &[Headline]) -> Option<String>) {
    let cases = cases();
    assert!(cases.len() >= 50, "only {} cases were found", cases.len());
    let mut problems = String::new();
    for case in &cases {
        if let Some(problem) = problem(case, &headlines(&case.words)) {
            writeln!(problems, "{}: {problem}", case.name).expect("a String takes it all");
        }
    }
    assert!(problems.is_empty(), "\n{problems}");
}

fn cases() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui/fail");
    let mut files: Vec<PathBuf> = entries(&root)
        .iter()
        .flat_map(|topic| entries(topic))
        .filter(|file| file.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    files.sort();
    files
        .iter()
        .map(|file| {
            let words = file.with_extension("stderr");
            Case {
                name: file
                    .strip_prefix(&root)
                    .expect("it was found there")
                    .to_string_lossy()
                    .replace('\\', "/"),
                source: fs::read_to_string(file).expect("it was found"),
                words: fs::read_to_string(&words)
                    .unwrap_or_else(|error| panic!("{}: {error}", words.display())),
            }
        })
        .collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be listed").path())
        .collect()
}

fn headlines(words: &str) -> Vec<Headline> {
    let mut headlines: Vec<Headline> = Vec::new();
    for line in words.lines() {
        let ends = ["error: could not compile", "error: aborting due to"];
        if line.starts_with("error") && !ends.iter().any(|end| line.starts_with(end)) {
            headlines.push(Headline {
                text: line.to_owned(),
                place: None,
            });
        } else if let Some(headline) = headlines.last_mut()
            && headline.place.is_none()
            && let Some(place) = line.trim_start().strip_prefix("--> ")
        {
            let mut numbers = place.rsplit(':').map(|number| number.parse().ok());
            let column = numbers.next().flatten();
            headline.place = numbers.next().flatten().zip(column);
        }
    }
    headlines
}
