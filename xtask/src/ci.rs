//! `cargo xtask ci`: what has to pass before a change lands.

use crate::Result;
use crate::command::{self, cargo, exists};
use crate::{test, tidy};

pub(crate) fn run() -> Result<()> {
    tidy::run()?;
    command::run(&mut cargo(&["fmt", "--all", "--check"]))?;
    command::run(&mut cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "--deny",
        "warnings",
    ]))?;
    let mut doc = cargo(&["doc", "--workspace", "--no-deps"]);
    command::run(doc.env("RUSTDOCFLAGS", "--deny warnings"))?;
    if exists(&mut cargo(&["deny", "--version"])) {
        command::run(&mut cargo(&["deny", "check"]))?;
    } else {
        println!("\ncargo-deny is not installed: licences and advisories are not checked");
    }
    test::run()
}
