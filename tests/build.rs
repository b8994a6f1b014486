//! Tells the tests whether this is the toolchain that the repository pins: only its words are those of the UI tests.

use std::env;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=../rust-toolchain.toml");
    println!("cargo::rerun-if-env-changed=RUSTC");
    println!("cargo::rustc-check-cfg=cfg(pinned_toolchain)");
    if is_pinned().unwrap_or(false) {
        println!("cargo::rustc-cfg=pinned_toolchain");
    }
}

fn is_pinned() -> Option<bool> {
    let file = std::fs::read_to_string("../rust-toolchain.toml").ok()?;
    let line = file.lines().find(|line| line.starts_with("channel"))?;
    let pinned = line.split('"').nth(1)?;
    let output = Command::new(env::var_os("RUSTC")?)
        .arg("--version")
        .output()
        .ok()?;
    let version = String::from_utf8(output.stdout).ok()?;
    Some(version.split_whitespace().nth(1)? == pinned)
}
