//! The folder of one API: written whole or not at all, and compared to the byte.
//!
//! A manifest in the folder lists what mego-codegen wrote. Only what stands there is ever replaced or removed.

mod diff;
mod manifest;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use crate::problem::Problems;

/// The files of one API, in memory: from their paths inside the folder, with slashes, to their texts.
pub type Files = BTreeMap<String, String>;

/// A folder beside what it should hold.
#[derive(Debug)]
pub struct Plan {
    folder: PathBuf,
    /// What should be there, the manifest included.
    files: Files,
    /// What is there of it now.
    present: BTreeMap<String, Vec<u8>>,
    /// What is there, was written by mego-codegen, and should not be there.
    stale: BTreeSet<String>,
}

/// One difference between a folder and what it should hold.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Difference {
    /// A file is not there.
    Missing(String),
    /// A file has other content, which is described in a few lines.
    Changed(String, String),
    /// A file is not part of the API any more.
    Stale(String),
}

/// What writing did. The manifest does not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Written {
    /// How many files there are now.
    pub files: usize,
    /// How many of them were written.
    pub written: usize,
    /// How many were removed.
    pub removed: usize,
}

/// Makes all the folders hold what they should.
///
/// Every file is first written under another name, and only when all are there do they take their places; if that fails on
/// the way, what has been replaced is put back, in every folder.
///
/// # Errors
/// What the operating system refused.
pub fn write(plans: &[&Plan]) -> Result<Vec<Written>, Problems> {
    write::write(plans)
}

impl Plan {
    /// Looks at the folder. Nothing is changed yet.
    ///
    /// # Errors
    /// Files that would be overwritten and are not known to be mego-codegen's, and whatever cannot be read.
    pub fn new(folder: &Path, mut files: Files) -> Result<Plan, Problems> {
        let mut problems = Problems::default();
        if let Some(file) = folder.ancestors().find(|above| above.is_file()) {
            problems.add(
                file.display().to_string(),
                "this is a file, where a folder should be",
                "move it away, or choose another folder with `out`",
            );
            return Err(problems);
        }
        let known = match read(folder, manifest::NAME) {
            Ok(content) => manifest::parse(&content.unwrap_or_default()),
            Err(message) => {
                problems.add(shown(folder, manifest::NAME), message, "make the folder readable");
                BTreeSet::new()
            }
        };
        let manifest = manifest::print(files.keys());
        files.insert(manifest::NAME.to_owned(), manifest);

        let mut present = BTreeMap::new();
        for (name, text) in &files {
            if !is_inside(name) {
                problems.add(
                    shown(folder, name),
                    "this file would not be inside the folder of the API",
                    "use names without slashes and dots, in `lang` of a file with labels, too",
                );
                continue;
            }
            match read(folder, name) {
                Ok(None) => {}
                Ok(Some(content)) => {
                    let ours = name == manifest::NAME || known.contains(name) || content == text.as_bytes();
                    if !ours {
                        problems.add(
                            shown(folder, name),
                            "this file is in the way: it was not written by mego-codegen",
                            "move it away or remove it, or choose another folder with `out`",
                        );
                    }
                    present.insert(name.clone(), content);
                }
                Err(message) => {
                    let remedy = "move it away or make it readable, or choose another folder with `out`";
                    problems.add(shown(folder, name), message, remedy);
                }
            }
        }
        let stale = known
            .into_iter()
            .filter(|name| !files.contains_key(name) && is_inside(name) && folder.join(name).is_file())
            .collect();
        problems.into_result(Plan {
            folder: folder.to_owned(),
            files,
            present,
            stale,
        })
    }

    /// What differs, in the order of the names.
    #[must_use]
    pub fn differences(&self) -> Vec<Difference> {
        let files = self
            .files
            .iter()
            .filter_map(|(name, text)| match self.present.get(name) {
                None => Some(Difference::Missing(name.clone())),
                Some(content) if content == text.as_bytes() => None,
                Some(content) => Some(Difference::Changed(name.clone(), diff::describe(content, text))),
            });
        let stale = self.stale.iter().cloned().map(Difference::Stale);
        let mut differences: Vec<Difference> = files.chain(stale).collect();
        differences.sort_by(|a, b| a.name().cmp(b.name()));
        differences
    }

    /// How many files there should be.
    #[must_use]
    pub fn count(&self) -> usize {
        self.files.len() - 1
    }

    /// Makes the folder hold what it should; see [`write()`].
    ///
    /// # Errors
    /// What the operating system refused.
    pub fn write(&self) -> Result<Written, Problems> {
        let written = write(&[self])?;
        Ok(written.into_iter().next().unwrap_or_default())
    }

    /// The files whose content differs or that are missing; the manifest last, for it speaks of the others.
    fn changed(&self) -> Vec<(&str, &str)> {
        let mut changed: Vec<(&str, &str)> = self
            .files
            .iter()
            .filter(|(name, text)| {
                self.present
                    .get(*name)
                    .is_none_or(|content| content != text.as_bytes())
            })
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        changed.sort_by_key(|(name, _)| *name == manifest::NAME);
        changed
    }
}

impl Difference {
    /// The path of the file inside the folder.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Difference::Missing(name) | Difference::Changed(name, _) | Difference::Stale(name) => name,
        }
    }
}

/// The content of a file, `None` if there is none, or why it cannot be read.
fn read(folder: &Path, name: &str) -> Result<Option<Vec<u8>>, String> {
    match fs::read(folder.join(name)) {
        Ok(content) => Ok(Some(content)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) if error.kind() == ErrorKind::IsADirectory => Err("a folder is in the way".to_owned()),
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            Err("a file is in the way of its folder".to_owned())
        }
        Err(error) => Err(error.to_string()),
    }
}

/// Whether a path from a manifest, which anybody may have edited, stays inside the folder.
fn is_inside(name: &str) -> bool {
    Path::new(name)
        .components()
        .all(|component| matches!(component, Component::Normal(_)))
}

fn shown(folder: &Path, name: &str) -> String {
    folder.join(name).display().to_string()
}
