//! The command line.

mod diff;
mod generate;
mod init;
mod watch;

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::problem::Problems;

const AFTER_HELP: &str = "\
Without --contract and --url, mego-codegen reads from Cargo.toml what to generate, and runs each program just
far enough to get its contract; no port is opened and no database is needed:

    [workspace.metadata.mego]
    targets = [
        { package = \"examples\", example = \"accounts\", out = \"generated/accounts\", target = \"js\" },
    ]

    package   the package that has the program; may be left out in [package.metadata.mego]
    example   the example to run, or bin: the binary; may be left out if the package has one program
    out       the folder to write, from the folder of that Cargo.toml
    name      the name of the API; by default that of the example, binary or package
    target    \"ts\" (the default) or \"js\"
    int64     \"bigint\" (the default), \"number\" or \"string\": what 64-bit integers become
    dates     \"string\" (the default) or \"date\": what moments in time become
    query     true: query.ts, options for TanStack Query
    react     true: react.ts, hooks for React
    lang      the languages of the documents, as in [\"zh-TW\", \"en\"], or files with labels; by default [\"en\"]
    code      \"fenced\" (the default) or \"indented\": how code stands in the documents
    html      true: site/, the documents as a static site
    asyncapi  true: asyncapi.json, an AsyncAPI 3 document
    allow     the warnings that are not wanted, as in [\"byte-arrays\"]

Only files that mego-codegen wrote itself are ever replaced or removed; .mego-manifest lists them.

Examples:
    mego-codegen                    write everything that Cargo.toml names
    mego-codegen check              in CI: is everything up to date?
    mego-codegen watch              write it again whenever the source changes
    mego-codegen init               set up a package of your own
    mego-codegen diff old.json new.json
    mego-codegen --contract api.json --out web/api --target js --lang en
    mego-codegen --url ws://127.0.0.1:5000/mego --out web/api

Exit status: 0 if all went well, 1 if something is wrong or out of date, 2 for a wrong command line.";

/// Writes the TypeScript client and the API documents of a Mego server.
#[derive(Debug, Parser)]
#[group(skip)]
#[command(name = "mego-codegen", version, after_help = AFTER_HELP, args_conflicts_with_subcommands = true)]
struct Args {
    #[command(subcommand)]
    command: Option<Command>,

    #[command(flatten)]
    generate: generate::Args,

    /// The same as `mego-codegen check`
    #[arg(long)]
    check: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write nothing; list what is missing, changed or stale, and exit with 1 if there is any
    Check(generate::Args),
    /// Write everything, and again whenever the source changes
    Watch(generate::Args),
    /// Tell how a contract differs from an older one, and exit with 1 if clients of the old one break
    Diff(diff::Args),
    /// Set up a package: the metadata in its Cargo.toml, and an example to start from
    Init(init::Args),
}

/// Runs the command line.
#[must_use]
pub fn main() -> ExitCode {
    let args = Args::parse();
    let here = env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
    match run(&args, &here) {
        Ok(code) => code,
        Err(problems) => {
            eprintln!("{problems}");
            ExitCode::from(1)
        }
    }
}

fn run(args: &Args, here: &Path) -> Result<ExitCode, Problems> {
    match &args.command {
        None if args.check => generate::check(&args.generate, here),
        None => generate::write(&args.generate, here),
        Some(Command::Check(generate)) => generate::check(generate, here),
        Some(Command::Watch(generate)) => watch::watch(generate, here),
        Some(Command::Init(args)) => init::init(args, here),
        Some(Command::Diff(args)) => Ok(diff::diff(args)),
    }
}

/// A path as seen from here.
fn short(path: &Path, here: &Path) -> String {
    path.strip_prefix(here).unwrap_or(path).display().to_string()
}
