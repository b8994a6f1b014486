//! Rules of the repository that no other tool knows.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::Result;
use crate::command::root;

/// 400 are the aim; a file that is longer by more than a little holds more than one concept.
const MAX_LINES: usize = 450;

/// Written by tools, or compared to the byte with what a tool writes.
const EXEMPT: &[&str] = &[
    "generated/",
    "mego-codegen/runtime/dist/",
    "mego-codegen/tests/golden/",
    "Cargo.lock",
];

/// Checks every file that git knows.
pub(crate) fn run() -> Result<()> {
    println!("\n$ tidy");
    let list = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()?;
    let mut problems = Vec::new();
    for file in String::from_utf8_lossy(&list.stdout).lines() {
        if EXEMPT.iter().any(|exempt| file.starts_with(exempt)) || file.ends_with("package-lock.json") {
            continue;
        }
        // What is not text is not ours to judge, and what is deleted is gone.
        if let Ok(text) = fs::read_to_string(root().join(file)) {
            problems.extend(check(file, &text));
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems.join("\n").into())
    }
}

fn check(file: &str, text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let is_code = Path::new(file)
        .extension()
        .is_some_and(|extension| extension == "rs" || extension == "ts");
    let is_golden = file.ends_with(".stderr") || file.contains("/golden/") || file.contains("/expand/");
    let lines = text.lines().count();
    if is_code && !is_golden && lines > MAX_LINES && !file.contains("/test") {
        problems.push(format!(
            "{file}: {lines} lines; a file of more than {MAX_LINES} holds more than one concept"
        ));
    }
    if is_golden {
        return problems;
    }
    for (number, line) in text.lines().enumerate() {
        if line.ends_with([' ', '\t']) {
            problems.push(format!(
                "{file}:{}: white space at the end of the line",
                number + 1
            ));
        }
        if line.ends_with('\r') {
            problems.push(format!("{file}:{}: lines end with LF", number + 1));
        }
    }
    if !text.is_empty() && !text.ends_with('\n') {
        problems.push(format!("{file}: the last line has no end"));
    }
    problems
}
