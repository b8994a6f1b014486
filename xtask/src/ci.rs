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
    // The workspace asks for every feature of the library; users ask for some.
    for features in ["", "client", "metrics", "tls"] {
        let lints = ["--", "--deny", "warnings"];
        let mut clippy = cargo(&["clippy", "--package", "mego", "--features", features]);
        command::run(clippy.args(lints))?;
    }
    let mut doc = cargo(&["doc", "--workspace", "--no-deps"]);
    command::run(doc.env("RUSTDOCFLAGS", "--deny warnings"))?;
    if exists(&mut cargo(&["deny", "--version"])) {
        // Advisories change while nothing here does, and are fetched from the network: `cargo deny check advisories`.
        command::run(&mut cargo(&["deny", "check", "bans", "licenses", "sources"]))?;
    } else {
        println!("\ncargo-deny is not installed: licences are not checked");
    }
    test::run()
}
