//! `cargo xtask ci`: what has to pass before a change lands.

use crate::command::{Outcome, cargo, exists, run};
use crate::test;

pub(crate) fn all() -> Outcome {
    run(&mut cargo(&["fmt", "--all", "--check"]))?;
    run(&mut cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "--deny",
        "warnings",
    ]))?;
    let mut doc = cargo(&["doc", "--workspace", "--no-deps"]);
    run(doc.env("RUSTDOCFLAGS", "--deny warnings"))?;
    if exists(&mut cargo(&["deny", "--version"])) {
        run(&mut cargo(&["deny", "check"]))?;
    } else {
        println!("\ncargo-deny is not installed: licences and advisories are not checked");
    }
    test::all()
}
