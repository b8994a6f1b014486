//! What to generate: `[workspace.metadata.mego]` or `[package.metadata.mego]` of a `Cargo.toml`.

use std::path::{Path, PathBuf};

use cargo_metadata::{Metadata, MetadataCommand, Package, TargetKind};
use serde::{Deserialize, Deserializer, de};
use serde_json::{Map, Value, json};

use crate::problem::{Problem, Problems};
use crate::settings::{self, Settings};
use crate::sources;

/// What a newcomer has to add.
const EXAMPLE: &str = "add to your Cargo.toml, with the name of your program:\n\
    \n\
    [workspace.metadata.mego]\n\
    targets = [{ package = \"my-server\", out = \"generated/my-server\" }]\n\
    \n\
    In a project of one package it may be [package.metadata.mego]. `mego-codegen --help` lists all keys.";

/// The keys of an entry that say which program is meant, and where its API goes, as they may stand there.
const FORMS: &[(&str, &str)] = &[
    ("package", "\"my-server\""),
    ("example", "\"tour\""),
    ("bin", "\"my-server\""),
    ("out", "\"generated/my-api\""),
];

/// Everything that a workspace wants to have generated.
#[derive(Debug)]
pub(crate) struct Config {
    /// The folder of the workspace, in which programs are run.
    pub(crate) root: PathBuf,
    /// Where Cargo puts what it builds; contracts go there on their way.
    pub(crate) target_directory: PathBuf,
    pub(crate) apis: Vec<Api>,
    /// The folder of each package, and those of the sources of its programs and libraries.
    pub(crate) packages: Vec<(PathBuf, Vec<PathBuf>)>,
}

/// One API: the program that has it, and what becomes of it.
#[derive(Debug)]
pub(crate) struct Api {
    pub(crate) name: String,
    pub(crate) program: Program,
    pub(crate) out: PathBuf,
    pub(crate) settings: Settings,
}

/// A program that Cargo can run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Program {
    pub(crate) package: String,
    pub(crate) kind: Kind,
}

/// Which program of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The one that `cargo run` takes.
    Default,
    Bin(String),
    Example(String),
}

/// The table in `Cargo.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(deserialize_with = "tables")]
    targets: Vec<Value>,
}

/// One entry of `targets`.
#[derive(Debug)]
struct Entry {
    source: Source,
    settings: Settings,
}

/// The half of an entry that says which program is meant, and where its API goes.
#[derive(Debug, Deserialize)]
struct Source {
    package: Option<String>,
    example: Option<String>,
    bin: Option<String>,
    out: PathBuf,
}

/// Several tables, or one that stands alone.
fn tables<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Value>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Array(tables) => Ok(tables),
        table @ Value::Object(_) => Ok(vec![table]),
        other => Err(de::Error::custom(format!(
            "`targets` is {other}, and not a list of tables"
        ))),
    }
}

impl Config {
    /// Reads the metadata of the workspace around a folder.
    pub(crate) fn load(folder: &Path) -> Result<Config, Problems> {
        let metadata = MetadataCommand::new()
            .current_dir(folder)
            .no_deps()
            .exec()
            .map_err(|error| {
                Problem::new(
                    folder.display().to_string(),
                    format!("Cargo cannot read the project here: {}", cargo_words(&error)),
                    "run mego-codegen inside a Cargo project, or name a contract: \
                 `mego-codegen --contract api.json --out generated/api`",
                )
            })?;
        let mut problems = Problems::default();
        let mut apis = Vec::new();
        let root = metadata.workspace_root.as_std_path();
        if let Some(table) = table(&metadata.workspace_metadata) {
            let place = Place {
                file: root.join("Cargo.toml"),
                table: "workspace.metadata.mego",
            };
            apis.extend(place.read(table, root, None, &metadata, &mut problems));
        }
        for package in metadata.workspace_packages() {
            if let (Some(table), Some(home)) = (table(&package.metadata), package.manifest_path.parent()) {
                let place = Place {
                    file: package.manifest_path.as_std_path().to_owned(),
                    table: "package.metadata.mego",
                };
                apis.extend(place.read(table, home.as_std_path(), Some(package), &metadata, &mut problems));
            }
        }
        if problems.is_empty() && apis.is_empty() {
            problems.add(
                root.join("Cargo.toml").display().to_string(),
                "nothing says what to generate",
                EXAMPLE,
            );
        }
        for (index, api) in apis.iter().enumerate() {
            if let Some(other) = apis[..index].iter().find(|other| other.out == api.out) {
                problems.add(
                    api.out.display().to_string(),
                    format!(
                        "`{}` and `{}` would both be written to this folder",
                        other.name, api.name
                    ),
                    "give each a folder of its own with `out`",
                );
            }
        }
        problems.into_result(Config {
            root: root.to_owned(),
            target_directory: metadata.target_directory.as_std_path().to_owned(),
            apis,
            packages: metadata
                .workspace_packages()
                .into_iter()
                .map(sources::folders)
                .collect(),
        })
    }
}

/// Where in which file.
#[derive(Debug)]
struct Place {
    file: PathBuf,
    table: &'static str,
}

impl Place {
    fn read(
        &self,
        table: &Value,
        home: &Path,
        package: Option<&Package>,
        metadata: &Metadata,
        problems: &mut Problems,
    ) -> Vec<Api> {
        let targets = match serde_json::from_value::<Table>(table.clone()) {
            Ok(table) => table.targets,
            Err(_) if !table.is_object() => {
                problems.add(
                    self.at(""),
                    format!("`mego` is {table}, and not a table"),
                    EXAMPLE,
                );
                return Vec::new();
            }
            Err(error) => {
                problems.add(self.at(""), error.to_string(), EXAMPLE);
                return Vec::new();
            }
        };
        let mut apis = Vec::new();
        for (index, target) in targets.into_iter().enumerate() {
            let place = self.at(&format!(" targets[{index}]"));
            match Entry::read(&target) {
                Ok(entry) => apis.extend(entry.resolve(&place, home, package, metadata, problems)),
                Err(wrong) => {
                    for (message, remedy) in wrong {
                        problems.add(&place, message, remedy);
                    }
                }
            }
        }
        apis
    }

    fn at(&self, rest: &str) -> String {
        format!("{}, [{}]{rest}", self.file.display(), self.table)
    }
}

impl Entry {
    /// Reads an entry, or says of each key that is wrong what is wrong with it, and what to do.
    fn read(entry: &Value) -> Result<Entry, Vec<(String, String)>> {
        let form = |key: &str| {
            let mut forms = FORMS.iter().chain(settings::FORMS);
            forms.find(|(known, _)| *known == key)
        };
        let Some(keys) = entry.as_object() else {
            let remedy = "write a table: `{ package = \"my-server\", out = \"generated/my-server\" }`";
            return Err(vec![(
                format!("it is {entry}, and not a table"),
                remedy.to_owned(),
            )]);
        };
        let error = match Entry::parse(keys) {
            Ok(entry) => return Ok(entry),
            Err(error) => error.to_string(),
        };
        // serde tells neither the key of a wrong value nor more than one fault: each key is tried beside one that is right.
        let mut wrong = Vec::new();
        for (key, value) in keys {
            let mut alone = Map::from_iter([("out".to_owned(), json!("."))]);
            alone.insert(key.clone(), value.clone());
            let Err(error) = Entry::parse(&alone) else {
                continue;
            };
            wrong.push(match form(key) {
                Some((key, form)) => (
                    format!("`{key}` is {value}: {error}"),
                    format!("write it as in `{key} = {form}`"),
                ),
                None => (
                    error.to_string(),
                    "correct or remove it; `mego-codegen --help` lists all keys".to_owned(),
                ),
            });
        }
        if wrong.is_empty() {
            // Nothing is wrong with a key that is there.
            wrong.push((error, "add it, as in `out = \"generated/my-api\"`".to_owned()));
        }
        Err(wrong)
    }

    fn parse(keys: &Map<String, Value>) -> Result<Entry, serde_json::Error> {
        let (source, settings): (Map<_, _>, Map<_, _>) = keys
            .clone()
            .into_iter()
            .partition(|(key, _)| FORMS.iter().any(|(known, _)| known == key));
        Ok(Entry {
            source: Source::deserialize(Value::Object(source))?,
            settings: Settings::deserialize(Value::Object(settings))?,
        })
    }

    fn resolve(
        self,
        place: &str,
        home: &Path,
        package: Option<&Package>,
        metadata: &Metadata,
        problems: &mut Problems,
    ) -> Option<Api> {
        let packages = metadata.workspace_packages();
        let source = &self.source;
        let package = match (&source.package, package) {
            (Some(name), _) => packages
                .iter()
                .copied()
                .find(|package| package.name.as_str() == name),
            (None, Some(package)) => Some(package),
            (None, None) => {
                problems.add(
                    place,
                    "the key `package` is missing",
                    "name the package that has the program",
                );
                return None;
            }
        };
        let Some(package) = package else {
            problems.add(
                place,
                format!(
                    "there is no package `{}` in this workspace",
                    source.package.as_deref().unwrap_or_default()
                ),
                format!(
                    "name one of {}",
                    listed(packages.iter().map(|package| package.name.as_str()))
                ),
            );
            return None;
        };
        let kind = source.kind(place, package, problems)?;
        let name = self.settings.name.clone().unwrap_or_else(|| match &kind {
            Kind::Default => package.name.to_string(),
            Kind::Bin(name) | Kind::Example(name) => name.clone(),
        });
        if let Err(problem) = check_name(place, &name) {
            problems.push(problem);
            return None;
        }
        Some(Api {
            name,
            program: Program {
                package: package.name.to_string(),
                kind,
            },
            out: home.join(&source.out),
            settings: self.settings,
        })
    }
}

impl Source {
    fn kind(&self, place: &str, package: &Package, problems: &mut Problems) -> Option<Kind> {
        let (wanted, kind, word) = match (&self.example, &self.bin) {
            (Some(_), Some(_)) => {
                problems.add(place, "`example` and `bin` are both given", "name one program");
                return None;
            }
            (Some(example), None) => (Some(example), TargetKind::Example, "example"),
            (None, Some(bin)) => (Some(bin), TargetKind::Bin, "bin"),
            (None, None) => (None, TargetKind::Bin, "bin"),
        };
        let names: Vec<&str> = package
            .targets
            .iter()
            .filter(|target| target.kind.contains(&kind))
            .map(|target| target.name.as_str())
            .collect();
        match wanted {
            Some(name) if names.contains(&name.as_str()) => Some(if word == "example" {
                Kind::Example(name.clone())
            } else {
                Kind::Bin(name.clone())
            }),
            Some(name) => {
                let remedy = if names.is_empty() {
                    format!("it has no {word} at all; name a program that it has")
                } else {
                    format!("name one of {}", listed(names.iter().copied()))
                };
                problems.add(
                    place,
                    format!("`{}` has no {word} `{name}`", package.name),
                    remedy,
                );
                None
            }
            None if names.len() == 1 || package.default_run.is_some() => Some(Kind::Default),
            None => {
                problems.add(
                    place,
                    format!(
                        "`{}` has {} programs, and nothing says which one is meant",
                        package.name,
                        names.len()
                    ),
                    "name it with `bin` or `example`",
                );
                None
            }
        }
    }
}

/// A name of an API becomes a part of file names and of the name of a package.
pub(crate) fn check_name(place: &str, name: &str) -> Result<(), Problem> {
    let letter = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    if name.starts_with(|first: char| first.is_ascii_alphanumeric()) && name.chars().all(letter) {
        return Ok(());
    }
    Err(Problem::new(
        place,
        format!("`{name}` cannot be the name of an API, for files and a package are named after it"),
        "use letters, digits, `-` and `_`: `name = \"my-api\"`",
    ))
}

fn table(metadata: &Value) -> Option<&Value> {
    metadata.get("mego")
}

pub(crate) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

pub(crate) fn cargo_words(error: &cargo_metadata::Error) -> String {
    match error {
        cargo_metadata::Error::CargoMetadata { stderr } => {
            stderr.trim().trim_start_matches("error: ").to_owned()
        }
        other => other.to_string(),
    }
}
