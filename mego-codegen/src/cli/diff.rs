//! `mego-codegen diff`.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::diff::{self, Change, Severity};
use crate::export;
use crate::problem::Problems;

const AFTER_HELP: &str = "\
One line for each change: what it does to clients that were made from the old contract, where it is, and what it is.

    breaking    calls fail, or give something else than the client's types say
    may break   it depends on the client
    compatible  clients go on as before

`(sent)` and `(received)` say what a type is to a client: what breaks one who sends it may be nothing to one who receives it. `->` is what a
method answers, `[]` the elements of a list, `{}` the values of a map. Documentation is not compared. In CI, with the contract of the main branch:

    git show origin/main:generated/shop/mego.json > old.json
    mego-codegen diff old.json generated/shop/mego.json

Exit status: 0 if nothing breaks, 1 if something does, 2 for a wrong command line or a contract that cannot be read.";

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// The contract that clients were made from
    old: PathBuf,

    /// The contract of the server that they meet
    new: PathBuf,

    /// Exit with 1 also for changes that may break a client
    #[arg(long)]
    strict: bool,
}

pub(super) fn diff(args: &Args) -> ExitCode {
    let changes = match changes(args) {
        Ok(changes) => changes,
        Err(problems) => {
            eprintln!("{problems}");
            return ExitCode::from(2);
        }
    };
    for change in &changes {
        println!("{change}");
    }
    if changes.is_empty() {
        println!("no client sees a difference");
    } else {
        println!("\n{}", summary(&changes));
    }
    let worst = if args.strict {
        Severity::MayBreak
    } else {
        Severity::Breaking
    };
    if changes.iter().any(|change| change.severity <= worst) {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    }
}

fn changes(args: &Args) -> Result<Vec<Change>, Problems> {
    let old = export::read_file(&args.old)?;
    let new = export::read_file(&args.new)?;
    diff::diff(&old, &new)
}

fn summary(changes: &[Change]) -> String {
    let counts = Severity::ALL.iter().filter_map(|severity| {
        let count = changes
            .iter()
            .filter(|change| change.severity == *severity)
            .count();
        (count > 0).then(|| format!("{count} {severity}"))
    });
    counts.collect::<Vec<_>>().join(", ")
}
