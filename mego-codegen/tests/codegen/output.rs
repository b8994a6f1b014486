//! How a folder is written.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use mego_codegen::output::{Difference, Files, Plan};

/// A folder of its own for a test, gone at its end.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Folder {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "mego-codegen-{}-{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn put(&self, name: &str, text: &str) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }

    /// Every file, sorted, with slashes.
    pub(crate) fn names(&self) -> Vec<String> {
        fn walk(root: &Path, folder: &Path, names: &mut Vec<String>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(root, &path, names);
                } else {
                    names.push(
                        path.strip_prefix(root)
                            .unwrap()
                            .to_str()
                            .unwrap()
                            .replace('\\', "/"),
                    );
                }
            }
        }
        let mut names = Vec::new();
        walk(&self.0, &self.0, &mut names);
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn files(names: &[(&str, &str)]) -> Files {
    names
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect()
}

fn write(folder: &Folder, names: &[(&str, &str)]) -> (usize, usize, usize) {
    let written = Plan::new(folder.path(), files(names)).unwrap().write().unwrap();
    (written.files, written.written, written.removed)
}

#[test]
fn writes_and_then_finds_nothing_to_do() {
    let folder = Folder::new();
    let api = [("index.ts", "a\n"), ("runtime/call.ts", "b\n")];
    assert_eq!(write(&folder, &api), (2, 2, 0));
    assert_eq!(folder.names(), [".mego-manifest", "index.ts", "runtime/call.ts"]);
    assert_eq!(folder.read("runtime/call.ts"), "b\n");
    assert_eq!(write(&folder, &api), (2, 0, 0));
    assert!(
        Plan::new(folder.path(), files(&api))
            .unwrap()
            .differences()
            .is_empty()
    );
}

#[test]
fn writes_only_what_differs() {
    let folder = Folder::new();
    write(&folder, &[("a", "1\n"), ("b", "2\n")]);
    let before = fs::metadata(folder.path().join("a")).unwrap().modified().unwrap();
    assert_eq!(write(&folder, &[("a", "1\n"), ("b", "3\n")]), (2, 1, 0));
    assert_eq!(
        fs::metadata(folder.path().join("a")).unwrap().modified().unwrap(),
        before
    );
    assert_eq!(folder.read("b"), "3\n");
}

#[test]
fn removes_what_it_wrote_and_nothing_else() {
    let folder = Folder::new();
    write(&folder, &[("a", "1\n"), ("runtime/old.ts", "2\n")]);
    folder.put("notes.txt", "mine");
    assert_eq!(write(&folder, &[("a", "1\n")]), (1, 0, 1));
    assert_eq!(folder.names(), [".mego-manifest", "a", "notes.txt"]);
    assert!(!folder.path().join("runtime").exists(), "an empty folder is left");
}

#[test]
fn a_folder_with_something_else_in_it_stays() {
    let folder = Folder::new();
    write(&folder, &[("a", "1\n"), ("runtime/old.ts", "2\n")]);
    folder.put("runtime/mine.ts", "mine");
    write(&folder, &[("a", "1\n")]);
    assert_eq!(folder.names(), [".mego-manifest", "a", "runtime/mine.ts"]);
}

#[test]
fn a_foreign_file_is_never_overwritten() {
    let folder = Folder::new();
    folder.put("README.md", "my own words\n");
    let problems = Plan::new(
        folder.path(),
        files(&[("README.md", "# api\n"), ("index.ts", "a\n")]),
    )
    .unwrap_err();
    let problem = problems.iter().next().unwrap();
    assert!(problem.place.ends_with("README.md"), "{problem}");
    assert!(problem.remedy.contains("move it away"), "{problem}");
    assert_eq!(folder.names(), ["README.md"]);
    assert_eq!(folder.read("README.md"), "my own words\n");
}

#[test]
fn a_manifest_cannot_point_outside() {
    let folder = Folder::new();
    folder.put("outside.txt", "keep");
    folder.put("api/.mego-manifest", "../outside.txt\n");
    Plan::new(&folder.path().join("api"), files(&[("a", "1\n")]))
        .unwrap()
        .write()
        .unwrap();
    assert_eq!(folder.read("outside.txt"), "keep");
}

#[test]
fn a_file_cannot_be_written_outside() {
    let folder = Folder::new();
    let problems = Plan::new(folder.path(), files(&[("../outside.txt", "x")])).unwrap_err();
    assert!(problems.to_string().contains("would not be inside"), "{problems}");
}

#[test]
fn nothing_half_written_is_left() {
    let folder = Folder::new();
    write(
        &folder,
        &[("a", "old\n"), ("stale", "old\n"), ("z/file", "old\n")],
    );
    // Between the look and the writing, something takes the place of the last file, so that it cannot be moved there.
    let plan = Plan::new(
        folder.path(),
        files(&[("a", "new\n"), ("b", "new\n"), ("z/file", "new\n")]),
    )
    .unwrap();
    fs::remove_file(folder.path().join("z/file")).unwrap();
    folder.put("z/file/in-the-way", "mine");
    let problems = plan.write().unwrap_err();
    assert!(
        problems.to_string().contains("nothing has been changed"),
        "{problems}"
    );
    assert_eq!(
        folder.names(),
        [".mego-manifest", "a", "stale", "z/file/in-the-way"]
    );
    assert_eq!(folder.read("a"), "old\n");
}

#[test]
fn a_folder_that_cannot_be_made_leaves_no_trace() {
    let folder = Folder::new();
    let plan = Plan::new(&folder.path().join("new"), files(&[("a", "1\n"), ("z/b", "2\n")])).unwrap();
    folder.put("new", "a file where the folder should be");
    let problems = plan.write().unwrap_err();
    assert!(problems.to_string().contains("cannot be written"), "{problems}");
    assert_eq!(folder.names(), ["new"]);
}

#[test]
fn a_folder_in_the_place_of_a_file_is_told_beforehand() {
    let folder = Folder::new();
    folder.put("index.ts/deep", "mine");
    let problems = Plan::new(folder.path(), files(&[("index.ts", "a\n")])).unwrap_err();
    assert!(
        problems.to_string().contains("a folder is in the way"),
        "{problems}"
    );
}

#[test]
fn differences_are_told_with_a_few_lines() {
    let folder = Folder::new();
    write(
        &folder,
        &[("changed", "1\n2\n3\n"), ("stale", "x\n"), ("same", "y\n")],
    );
    let plan = Plan::new(
        folder.path(),
        files(&[("changed", "1\ntwo\n3\n"), ("new", "z\n"), ("same", "y\n")]),
    )
    .unwrap();
    let differences = plan.differences();
    let names: Vec<&str> = differences.iter().map(Difference::name).collect();
    assert_eq!(names, [".mego-manifest", "changed", "new", "stale"]);
    assert_eq!(
        differences[1],
        Difference::Changed(
            "changed".to_owned(),
            "    from line 2:\n    - 2\n    + two".to_owned()
        )
    );
    assert_eq!(differences[2], Difference::Missing("new".to_owned()));
    assert_eq!(differences[3], Difference::Stale("stale".to_owned()));
}

#[test]
fn line_ends_are_named() {
    let folder = Folder::new();
    write(&folder, &[("a", "1\n2\n")]);
    folder.put("a", "1\r\n2\r\n");
    let plan = Plan::new(folder.path(), files(&[("a", "1\n2\n")])).unwrap();
    assert!(matches!(&plan.differences()[..], [Difference::Changed(_, why)] if why.contains("LF")));
}
