//! Every command of this repository: `cargo xtask <command>`.

mod bench;

use std::env;
use std::error::Error;
use std::process::ExitCode;

/// A failure is told to whoever ran the command, and ends it.
type Result<T, E = Box<dyn Error>> = std::result::Result<T, E>;

const HELP: &str = "\
cargo xtask <command>

    bench   measure Mego against a server written by hand

`cargo xtask <command> --help` says more about each.";

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let command = arguments.next();
    let arguments: Vec<String> = arguments.collect();
    let result = match command.as_deref() {
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
