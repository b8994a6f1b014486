//! `cargo xtask test`: Rust, generated files, TypeScript, and a browser.

use std::path::PathBuf;
use std::process::Command;

use crate::Result;
use crate::command::{self, cargo, exists, npm, root};

/// The oldest Node whose test runner and `fetch` the tests use.
const OLDEST_NODE: u32 = 20;

pub(crate) fn run() -> Result<()> {
    check_node()?;
    command::run(&mut cargo(&["test", "--workspace"]))?;
    command::run(&mut cargo(&[
        "run",
        "--quiet",
        "--package",
        "mego-codegen",
        "--",
        "--check",
    ]))?;
    command::run(&mut npm(&["ci", "--no-audit", "--no-fund"]))?;
    command::run(&mut npm(&["run", "check"]))?;
    command::run(&mut cargo(&[
        "build",
        "--quiet",
        "--package",
        "examples",
        "--examples",
    ]))?;
    command::run(&mut cargo(&[
        "build",
        "--quiet",
        "--package",
        "tests",
        "--bin",
        "types_server",
    ]))?;
    command::run(live(&mut npm(&["test"])))?;
    command::run(live(&mut npm(&["run", "browser"])))?;
    println!("\nAll tests passed.");
    Ok(())
}

/// The tests that need a server get those that were built, and may not leave them out.
fn live(command: &mut Command) -> &mut Command {
    command
        .env("MEGO_ACCOUNTS_BIN", example("accounts"))
        .env("MEGO_CHAT_BIN", example("chat"))
        .env("MEGO_MIDDLEWARE_BIN", example("middleware"))
        .env("MEGO_TYPES_BIN", built("types_server"))
        .env("MEGO_REQUIRE_LIVE", "1")
}

fn example(name: &str) -> PathBuf {
    built(&format!("examples/{name}"))
}

/// A program in the folder of the debug build.
fn built(name: &str) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    target.join("debug").join(file)
}

fn check_node() -> Result<()> {
    let wanted = format!("Node {OLDEST_NODE} or later is needed: https://nodejs.org");
    let output = Command::new("node")
        .arg("--version")
        .output()
        .map_err(|_| wanted.clone())?;
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let major = version
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST_NODE) {
        return Err(format!("{wanted} (this is {version})").into());
    }
    if !exists(&mut npm(&["--version"])) {
        return Err("npm is needed; it comes with Node".into());
    }
    Ok(())
}
