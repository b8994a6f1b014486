//! What a document says by itself, in the reader's language. Labels are data: see `labels/README.md`.

use std::collections::BTreeMap;
use std::path::Path;

use mego::Status;
use serde::Deserialize;

use crate::problem::{Problem, Problems};

/// The languages that are built in.
const BUILT_IN: &[(&str, &str)] = &[
    ("zh-TW", include_str!("../../labels/zh-TW.json")),
    ("en", include_str!("../../labels/en.json")),
];

/// The language of a document: its labels, headings and phrases.
///
/// ```
/// use mego_codegen::markdown::Labels;
///
/// assert_eq!(Labels::built_in("zh-TW")?.lang(), "zh-TW");
///
/// let problems = Labels::built_in("tlh").unwrap_err();
/// assert!(problems.to_string().contains("`zh-TW`, `en`"));
/// # Ok::<(), mego_codegen::Problems>(())
/// ```
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labels {
    lang: String,
    name: String,
    pub(crate) words: Words,
    pub(crate) sentences: Sentences,
    pub(crate) site: Site,
    pub(crate) constraints: Phrases,
    pub(super) units: Units,
    formats: BTreeMap<String, String>,
    statuses: BTreeMap<String, String>,
}

/// The labels of the grammar and the headings.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Words {
    pub(crate) request: String,
    pub(crate) response: String,
    pub(crate) fields: String,
    pub(crate) files: String,
    pub(crate) value: String,
    pub(crate) content: String,
    pub(crate) example: String,
    pub(crate) stream: String,
    pub(crate) started: String,
    pub(crate) connecting: String,
    pub(crate) data: String,
    pub(crate) methods: String,
    pub(crate) events: String,
    pub(crate) channel: String,
    pub(crate) any_channel: String,
    pub(crate) one_of: String,
    pub(crate) other_field: String,
    pub(crate) types: String,
    pub(crate) statuses: String,
    pub(crate) contents: String,
}

/// What stands on its own.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Sentences {
    pub(crate) introduction: String,
    pub(crate) started: String,
    pub(crate) narrowing: String,
    pub(crate) legend: String,
    pub(crate) deprecated: String,
    pub(crate) deprecated_note: String,
    pub(crate) used_by: String,
    pub(crate) used_by_all: String,
    pub(crate) faults: String,
    pub(crate) connecting: String,
    pub(crate) described_at: String,
    pub(crate) drop_oldest: String,
    pub(crate) keep_latest: String,
    pub(crate) list_separator: String,
    pub(crate) bare_value: String,
    pub(crate) lenient: String,
    pub(crate) idempotent: String,
    pub(crate) timeout: String,
    pub(crate) max_size: String,
    pub(crate) file_limits: String,
    pub(crate) file_limit_separator: String,
}

/// What the site says of itself.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Site {
    pub(crate) search: String,
    pub(crate) no_results: String,
    pub(crate) results: String,
    pub(crate) menu: String,
    pub(crate) language: String,
    pub(crate) theme: String,
    pub(crate) skip: String,
    pub(crate) copy: String,
    pub(crate) copied: String,
    pub(crate) anchor: String,
    pub(crate) show: String,
    pub(crate) optional: String,
    pub(crate) nullable: String,
    pub(crate) code: String,
    pub(crate) meaning: String,
    pub(crate) status: String,
    pub(crate) legend: String,
    pub(crate) generated: String,
    pub(crate) contract: String,
}

/// What stands in brackets behind a description.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Phrases {
    pub(crate) separator: String,
    pub(crate) characters_min: Phrase,
    pub(crate) characters_max: Phrase,
    pub(crate) characters_range: Phrase,
    pub(crate) characters_exact: Phrase,
    pub(crate) not_empty: Phrase,
    pub(crate) items_min: Phrase,
    pub(crate) items_max: Phrase,
    pub(crate) items_range: Phrase,
    pub(crate) items_exact: Phrase,
    pub(crate) distinct: Phrase,
    pub(crate) each: Phrase,
    pub(crate) min: Phrase,
    pub(crate) max: Phrase,
    pub(crate) range: Phrase,
    pub(crate) above: Phrase,
    pub(crate) below: Phrase,
    pub(crate) multiple_of: Phrase,
    pub(crate) not: Phrase,
    pub(crate) pattern: Phrase,
    pub(crate) format: Phrase,
    pub(crate) default: Phrase,
    pub(crate) clears: Phrase,
    pub(crate) nullable: Phrase,
    pub(crate) not_null: Phrase,
    pub(crate) files_max: Phrase,
    pub(crate) file_size_each: Phrase,
}

/// How much of what, with `{value}` for the number.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Units {
    pub(super) bytes: Phrase,
    pub(super) milliseconds: Phrase,
    pub(super) seconds: Phrase,
    pub(super) minutes: Phrase,
    pub(super) hours: Phrase,
}

/// A phrase, or two that depend on a number.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub(crate) enum Phrase {
    Always(String),
    Counted { one: String, other: String },
}

impl Labels {
    /// The labels of a language that is built in: `zh-TW` or `en`.
    ///
    /// # Errors
    /// A problem that names the languages that there are.
    pub fn built_in(lang: &str) -> Result<Labels, Problems> {
        let Some((name, text)) = BUILT_IN.iter().find(|(name, _)| name.eq_ignore_ascii_case(lang)) else {
            let names: Vec<String> = BUILT_IN.iter().map(|(name, _)| format!("`{name}`")).collect();
            return Err(Problem::new(
                format!("lang = \"{lang}\""),
                "there are no labels for this language",
                format!(
                    "use one of {}, or name a file with labels of your own",
                    names.join(", ")
                ),
            )
            .into());
        };
        Labels::read(name, text)
    }

    /// Labels from a file of the form that `labels/README.md` describes.
    ///
    /// # Errors
    /// A problem that names the file, and the key that is missing or unknown.
    pub fn from_file(path: &Path) -> Result<Labels, Problems> {
        let place = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| {
            Problem::new(
                &place,
                format!("the labels cannot be read: {error}"),
                "name a file with labels",
            )
        })?;
        Labels::read(&place, &text)
    }

    /// The tag of the language, which is a part of the name of a document: `accounts.zh-TW.md`.
    #[must_use]
    pub fn lang(&self) -> &str {
        &self.lang
    }

    /// What the language calls itself: `English`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    fn read(place: &str, text: &str) -> Result<Labels, Problems> {
        serde_json::from_str(text).map_err(|error| {
            let remedy = "compare it with `labels/en.json` of mego-codegen, which has every key";
            Problem::new(
                place,
                format!("these are not the labels of a language: {error}"),
                remedy,
            )
            .into()
        })
    }

    /// What a built-in status means.
    pub(super) fn meaning(&self, status: Status) -> Option<&str> {
        self.statuses.get(status.name()).map(String::as_str)
    }

    /// The name of a format of strings.
    pub(super) fn format(&self, name: &str) -> String {
        match self.formats.get(name) {
            Some(phrase) => phrase.clone(),
            None => self
                .constraints
                .format
                .with(&[("value", &super::inline::code_span(name))]),
        }
    }
}

impl Phrase {
    /// The phrase with its places filled.
    pub(super) fn with(&self, values: &[(&str, &str)]) -> String {
        let template = match self {
            Phrase::Always(text) => text,
            Phrase::Counted { one, .. } if values.last().is_some_and(|(_, value)| *value == "1") => one,
            Phrase::Counted { other, .. } => other,
        };
        fill(template, values)
    }
}

/// Puts values where the template names them: `{min}`. What a value holds is not looked at again.
pub(crate) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let value = after.split_once('}').and_then(|(name, after)| {
            values
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| (*value, after))
        });
        match value {
            Some((value, after)) => {
                filled.push_str(value);
                rest = after;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_that_is_built_in_knows_every_status() {
        for (name, _) in BUILT_IN {
            let labels = Labels::built_in(name).unwrap();
            assert_eq!(labels.lang(), *name);
            for status in Status::ALL {
                assert!(labels.meaning(*status).is_some(), "{name}: {status}");
            }
            assert_eq!(
                labels.statuses.len(),
                Status::ALL.len(),
                "{name}: a status that does not exist"
            );
        }
    }

    #[test]
    fn phrases_follow_their_number() {
        let labels = Labels::built_in("en").unwrap();
        assert_eq!(
            labels.constraints.characters_max.with(&[("max", "1")]),
            "at most 1 character"
        );
        assert_eq!(
            labels.constraints.characters_max.with(&[("max", "11")]),
            "at most 11 characters"
        );
    }

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        assert_eq!(
            fill("{a} and {b} in {c} {", &[("a", "{b}"), ("b", "2")]),
            "{b} and 2 in {c} {"
        );
    }

    #[test]
    fn a_half_translated_file_is_refused() {
        let problems =
            Labels::read("ja.json", r#"{"lang": "ja", "words": {"request": "リクエスト"}}"#).unwrap_err();
        assert!(
            problems.to_string().contains("missing field `response`"),
            "{problems}"
        );
        let problems = Labels::read("ja.json", r#"{"langs": "ja"}"#).unwrap_err();
        assert!(
            problems.to_string().contains("unknown field `langs`"),
            "{problems}"
        );
    }
}
