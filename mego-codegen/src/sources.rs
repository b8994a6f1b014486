//! What `watch` looks at.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use cargo_metadata::Package;

use crate::config::Config;

/// The places whose changes may change what is generated.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    /// Folders, without what is below them.
    pub(crate) folders: BTreeSet<PathBuf>,
    /// Folders with all that is below them.
    pub(crate) trees: BTreeSet<PathBuf>,
    /// What is written and not read.
    pub(crate) written: BTreeSet<PathBuf>,
    /// The one file that counts, if there is only one.
    pub(crate) only: Option<PathBuf>,
}

impl Sources {
    /// Whether a change of this file counts.
    pub(crate) fn matter(&self, path: &Path) -> bool {
        if let Some(only) = &self.only {
            return path == only;
        }
        // What editors put beside a file while they save it has a dot in front.
        let is_hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        !is_hidden
            && !path.ends_with("Cargo.lock")
            && !self.written.iter().any(|written| path.starts_with(written))
    }
}

impl Config {
    /// What a change of may change an API.
    pub(crate) fn sources(&self) -> Sources {
        let mut sources = Sources::default();
        for (home, trees) in &self.packages {
            sources.folders.insert(home.clone());
            // A program beside its Cargo.toml is seen with it; below it may be the target folder.
            sources
                .trees
                .extend(trees.iter().filter(|tree| *tree != home).cloned());
        }
        // The Cargo.toml that says what to generate may be one without a package.
        sources.folders.insert(self.root.clone());
        sources.written.insert(self.target_directory.clone());
        sources
            .written
            .extend(self.apis.iter().map(|api| api.out.clone()));
        for api in &self.apis {
            sources.folders.extend(api.settings.files(&self.root));
        }
        sources
    }
}

/// The folder of a package, and those of its sources.
pub(crate) fn folders(package: &Package) -> (PathBuf, Vec<PathBuf>) {
    let home = package
        .manifest_path
        .parent()
        .map(|home| home.as_std_path().to_owned());
    let sources = package
        .targets
        .iter()
        .filter_map(|target| target.src_path.parent());
    (
        home.unwrap_or_default(),
        sources.map(|folder| folder.as_std_path().to_owned()).collect(),
    )
}
