//! `cargo xtask`: the one place where commands live.

mod ci;
mod command;
mod test;

use std::process::ExitCode;

const HELP: &str = "\
The commands of this repository.

Usage: cargo xtask <command>

Commands:
  test   every test: Rust, TypeScript and browser. Installs npm packages, and nothing else
  ci     what has to pass before a change lands: format, lints, documentation, and `test`
  help   this text";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["test"] => test::all(),
        ["ci"] => ci::all(),
        [] | ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            Ok(())
        }
        [other, ..] => Err(format!("there is no command `{other}`\n\n{HELP}")),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
