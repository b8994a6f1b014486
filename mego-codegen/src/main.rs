//! `mego-codegen`: see `mego-codegen --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    mego_codegen::cli::main()
}
