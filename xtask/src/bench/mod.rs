//! `cargo xtask bench`: what Mego costs, against a server written by hand on the same stack in the same run.

mod codegen;
mod instructions;
mod memory;
mod options;
mod process;
mod report;
mod scenario;
mod time;

use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::{env, fs};

use self::options::Options;
use self::report::Report;
use self::scenario::{ALL, Kind};
use crate::Result;

pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    let Some(options) = Options::parse(arguments)? else {
        println!("{}", options::help());
        return Ok(ExitCode::SUCCESS);
    };
    let mut report = Report::default();
    if options.instructions {
        let programs = Programs::build("bench-debug")?;
        instructions::measure(&programs, &options, &mut report)?;
    } else {
        let programs = Programs::build("release")?;
        for scenario in ALL.iter().filter(|scenario| options.wants(scenario.name)) {
            match scenario.kind {
                Kind::Calls(_) | Kind::Events(_) => {
                    time::measure(&programs, scenario, &options, &mut report)?;
                }
                Kind::Idle => memory::measure(&programs, scenario, &options, &mut report)?,
                Kind::Codegen => codegen::measure(&programs, scenario, &mut report)?,
            }
        }
    }
    if let Some(file) = &options.json {
        fs::write(file, report.to_json())?;
    }
    report.print_verdict();
    Ok(if report.has_failed() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Where the programs are that a run starts.
struct Programs(PathBuf);

impl Programs {
    fn build(profile: &str) -> Result<Programs> {
        let status = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(["build", "--quiet", "--profile", profile])
            .args(["--package", "bench", "--package", "mego-codegen", "--bins"])
            .status()?;
        if !status.success() {
            return Err("the programs to measure do not compile".into());
        }
        // This program lies in `target/debug` itself.
        let own = env::current_exe()?;
        let target = own
            .ancestors()
            .nth(2)
            .ok_or("this program lies outside of a target folder")?;
        Ok(Programs(target.join(profile)))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}
