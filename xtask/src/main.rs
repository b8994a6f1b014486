//! Every command of this repository: `cargo xtask <command>`.

mod bench;
mod ci;
mod command;
mod test;
mod tidy;

use std::env;
use std::error::Error;
use std::process::ExitCode;

/// A failure is told to whoever ran the command, and ends it.
type Result<T, E = Box<dyn Error>> = std::result::Result<T, E>;

const HELP: &str = "\
cargo xtask <command>

    test    every test: Rust, TypeScript and browser; installs npm packages, and nothing else
    ci      what has to pass before a change lands: format, lints, documentation, and test
    tidy    the rules of this repository that no other tool knows; part of ci
    bench   measure Mego against a server written by hand

`cargo xtask bench --help` says more about that one.";

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let command = arguments.next();
    let arguments: Vec<String> = arguments.collect();
    let result = match command.as_deref() {
        Some("test") => test::run().map(|()| ExitCode::SUCCESS),
        Some("ci") => ci::run().map(|()| ExitCode::SUCCESS),
        Some("tidy") => tidy::run().map(|()| ExitCode::SUCCESS),
        Some("bench") => bench::run(&arguments),
        None | Some("help" | "--help" | "-h") => {
            println!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        Some(other) => Err(format!("there is no command `{other}`\n\n{HELP}").into()),
    };
    result.unwrap_or_else(|error| {
        eprintln!("xtask: {error}");
        ExitCode::FAILURE
    })
}
