//! What becomes of a contract: the keys of one API in `Cargo.toml`, which are the options of the command line, too.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::markdown::{self, Labels};
use crate::problem::Problems;
use crate::typescript::{self, Dates, Int64, Target};
use crate::{Lint, Options};

/// The heading of the options that say what `Cargo.toml` would say otherwise.
pub(crate) const WITHOUT_CARGO: &str = "With a contract at hand (--contract or --url)";

/// Every key as it may stand in `Cargo.toml`.
pub(crate) const FORMS: &[(&str, &str)] = &[
    ("name", "\"my-api\""),
    ("title", "\"My API\""),
    ("target", "\"ts\""),
    ("int64", "\"bigint\""),
    ("dates", "\"string\""),
    ("query", "true"),
    ("react", "true"),
    ("lang", "[\"zh-TW\", \"en\"]"),
    ("code", "\"fenced\""),
    ("html", "true"),
    ("asyncapi", "true"),
    ("allow", "[\"byte-arrays\"]"),
];

/// What becomes of one contract.
#[derive(Clone, Debug, Default, Deserialize, clap::Args)]
#[serde(deny_unknown_fields, default)]
#[command(next_help_heading = WITHOUT_CARGO)]
pub(crate) struct Settings {
    /// The name of the API [default: the package of the contract]
    #[arg(long, requires = "source")]
    pub(crate) name: Option<String>,

    /// What the documents call the API [default: its name in words]
    #[arg(long, requires = "source")]
    title: Option<String>,

    /// TypeScript, or JavaScript with declarations, which needs no build [default: ts]
    #[arg(long, value_enum, requires = "source")]
    target: Option<Target>,

    /// What 64-bit integers become [default: bigint]
    #[arg(long, value_enum, requires = "source")]
    int64: Option<Int64>,

    /// What moments in time become [default: string]
    #[arg(long, value_enum, requires = "source")]
    dates: Option<Dates>,

    /// Write options for TanStack Query, too
    #[arg(long, requires = "source")]
    query: bool,

    /// Write hooks for React, too
    #[arg(long, requires = "source")]
    react: bool,

    /// The language of a document, or a file with labels; may be given several times [default: en]
    #[arg(long, value_name = "LANG", requires = "source")]
    #[serde(deserialize_with = "names")]
    lang: Vec<String>,

    /// How code stands in the documents [default: fenced]
    #[arg(long, value_enum, requires = "source")]
    code: Option<Code>,

    /// Write the documents as a static site, too
    #[arg(long, requires = "source")]
    html: bool,

    /// Write an AsyncAPI 3 document, too
    #[arg(long, requires = "source")]
    asyncapi: bool,

    /// Do not warn of this; may be given several times
    #[arg(long, value_enum, value_name = "LINT", requires = "source")]
    pub(crate) allow: Vec<Lint>,
}

/// How code stands in the documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Code {
    /// Between fences, with a table of contents, anchors and all
    #[default]
    Fenced,
    /// Indented, the bare lists
    Indented,
}

/// Several names, or one that stands alone.
fn names<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::String(name) => Ok(vec![name]),
        names => serde_json::from_value(names).map_err(serde::de::Error::custom),
    }
}

impl Settings {
    /// The folders of files that are read for the documents.
    pub(crate) fn files(&self, home: &Path) -> impl Iterator<Item = PathBuf> {
        let files = self.lang.iter().filter(|lang| is_file(lang));
        files.filter_map(move |file| home.join(file).parent().map(Path::to_owned))
    }

    /// The options of the library. `home` is the folder from which files with labels are named.
    pub(crate) fn options(&self, home: &Path) -> Result<Options, Problems> {
        let code = match self.code.unwrap_or_default() {
            Code::Fenced => markdown::Code::Fenced,
            Code::Indented => markdown::Code::Indented,
        };
        let mut problems = Problems::default();
        let mut documents = Vec::new();
        let english = ["en".to_owned()];
        let languages = if self.lang.is_empty() {
            &english
        } else {
            self.lang.as_slice()
        };
        for lang in languages {
            // A language is a tag; anything with a dot or a slash is a file.
            let labels = if is_file(lang) {
                Labels::from_file(&home.join(lang))
            } else {
                Labels::built_in(lang)
            };
            match labels {
                Ok(labels) => documents.push(markdown::Options { labels, code }),
                Err(more) => problems.extend(more),
            }
        }
        problems.into_result(Options {
            typescript: typescript::Options {
                target: self.target.unwrap_or_default(),
                int64: self.int64.unwrap_or_default(),
                dates: self.dates.unwrap_or_default(),
                query: self.query,
                react: self.react,
            },
            title: self.title.clone(),
            documents,
            html: self.html,
            asyncapi: self.asyncapi,
        })
    }
}

/// Whether a language is a file with labels rather than a tag.
fn is_file(lang: &str) -> bool {
    lang.contains(['.', '/', '\\'])
}
