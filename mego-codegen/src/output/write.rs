//! Writing folders whole or not at all.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Plan, Written, manifest};
use crate::problem::{Problem, Problems};

pub(super) fn write(plans: &[&Plan]) -> Result<Vec<Written>, Problems> {
    let mut all = Vec::new();
    for plan in plans {
        let mut staged = Staged::default();
        for (name, text) in plan.changed() {
            staged.add(&plan.folder, name, text)?;
        }
        let replaced = Replaced {
            plan,
            removed: Vec::new(),
            names: Vec::new(),
        };
        all.push((staged, replaced));
    }
    for index in 0..all.len() {
        let (staged, replaced) = &mut all[index];
        if let Err(problem) = replaced.all(staged) {
            all[..=index].iter().for_each(|(_, replaced)| replaced.put_back());
            return Err(problem.into());
        }
    }
    let written = all.iter().map(|(staged, replaced)| {
        replaced.forget();
        let files = staged.files.iter();
        Written {
            files: replaced.plan.count(),
            written: files.filter(|(_, name)| *name != manifest::NAME).count(),
            removed: replaced.plan.stale.len(),
        }
    });
    Ok(written.collect())
}

/// Files under temporary names, and folders that were made for them. What is not moved away is removed at the end.
#[derive(Debug, Default)]
struct Staged<'p> {
    files: Vec<(PathBuf, &'p str)>,
    /// The innermost last.
    folders: Vec<PathBuf>,
}

impl<'p> Staged<'p> {
    fn add(&mut self, folder: &Path, name: &'p str, text: &str) -> Result<(), Problem> {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        self.make_folder(parent)
            .map_err(|error| refused(parent, &error))?;
        let temporary = parent.join(format!(".mego-{}-{}.tmp", std::process::id(), self.files.len()));
        self.files.push((temporary.clone(), name));
        fs::write(&temporary, text).map_err(|error| refused(&path, &error))
    }

    fn make_folder(&mut self, folder: &Path) -> io::Result<()> {
        // The last ancestor of a relative path is empty, which means the current folder.
        let missing: Vec<&Path> = folder
            .ancestors()
            .take_while(|ancestor| !ancestor.as_os_str().is_empty() && !ancestor.exists())
            .collect();
        for missing in missing.into_iter().rev() {
            fs::create_dir(missing)?;
            self.folders.push(missing.to_owned());
        }
        Ok(())
    }
}

impl Drop for Staged<'_> {
    fn drop(&mut self) {
        // What was moved to its place is not there any more, and a folder that holds something stays.
        for (temporary, _) in &self.files {
            let _ = fs::remove_file(temporary);
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// What has been done in the folder so far.
#[derive(Debug)]
struct Replaced<'p> {
    plan: &'p Plan,
    /// Files that were moved away, and where to.
    removed: Vec<(PathBuf, PathBuf)>,
    /// Files that have taken their places.
    names: Vec<&'p str>,
}

impl<'p> Replaced<'p> {
    fn all(&mut self, staged: &Staged<'p>) -> Result<(), Problem> {
        for (index, name) in self.plan.stale.iter().enumerate() {
            let path = self.plan.folder.join(name);
            let away = path.with_file_name(format!(".mego-{}-{index}.old", std::process::id()));
            fs::rename(&path, &away).map_err(|error| refused(&path, &error))?;
            self.removed.push((path, away));
        }
        for (temporary, name) in &staged.files {
            let path = self.plan.folder.join(name);
            fs::rename(temporary, &path).map_err(|error| refused(&path, &error))?;
            self.names.push(name);
        }
        Ok(())
    }

    /// Undoes it, as far as the operating system allows; the error that is told is the one that led here.
    fn put_back(&self) {
        for name in &self.names {
            let path = self.plan.folder.join(name);
            let _ = match self.plan.present.get(*name) {
                Some(content) => fs::write(&path, content),
                None => fs::remove_file(&path),
            };
        }
        for (path, away) in &self.removed {
            let _ = fs::rename(away, path);
        }
    }

    /// Makes it final.
    fn forget(&self) {
        for (path, away) in &self.removed {
            let _ = fs::remove_file(away);
            remove_empty_folders(&self.plan.folder, path);
        }
    }
}

/// Removes the folders above a removed file that hold nothing any more, up to the folder of the API.
fn remove_empty_folders(folder: &Path, file: &Path) {
    for parent in file.ancestors().skip(1).take_while(|parent| *parent != folder) {
        if fs::remove_dir(parent).is_err() {
            return;
        }
    }
}

fn refused(path: &Path, error: &io::Error) -> Problem {
    Problem::new(
        path.display().to_string(),
        format!("it cannot be written: {error}"),
        "make the folder writable, or choose another one with `out`; nothing has been changed",
    )
}
