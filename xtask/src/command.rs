//! Running other programs: shown before they run, and fatal when they fail.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_owned()
}

/// cargo, as it was called itself.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    command
}

/// npm, in the folder of the TypeScript tests.
pub(crate) fn npm(arguments: &[&str]) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command
        .args(arguments)
        .current_dir(root().join("tests").join("ts"));
    command
}

/// Runs a program to its end.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let line = shown(command);
    println!("\n$ {line}");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{line}` failed: {status}").into()),
        Err(error) => Err(format!("`{line}` could not be started: {error}").into()),
    }
}

/// Whether a program is there to be run.
pub(crate) fn exists(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_stem()
        .unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}
