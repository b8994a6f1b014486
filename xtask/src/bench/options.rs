//! The command line of `cargo xtask bench`.

use std::path::PathBuf;
use std::time::Duration;

use super::scenario::ALL;
use crate::Result;

pub(super) struct Options {
    pub(super) rounds: usize,
    /// How long each server is under load in each round.
    pub(super) round: Duration,
    scenarios: Vec<String>,
    pub(super) json: Option<PathBuf>,
    pub(super) instructions: bool,
    pub(super) profile: bool,
}

const USAGE: &str = "\
cargo xtask bench [--scenario NAME]… [--rounds N] [--quick] [--json FILE]
cargo xtask bench --instructions [--scenario NAME]… [--profile] [--json FILE]

Starts a server written by hand on the same stack (the floor) and a Mego server, calls both in turns, and compares
the processor time that each spends per call: the median of the ratios of all rounds. The servers run on core 0, the
load on core 1. Exits with 1 when a figure is above its gate, or when the floor is none.

CI does not run it: figures of a machine that others use as well say little, and a gate that fails by chance is soon
ignored. Run it on a machine that has nothing else to do.

    --scenario NAME   only this one; may be given several times
    --rounds N        how often each server has its turn; 5 unless told
    --quick           three short rounds: for trying things out
    --json FILE       write all figures to this file as well
    --instructions    count the instructions of a call under callgrind (needs valgrind), instead of time: the same
                      from run to run, whatever else the machine does
    --profile         with --instructions: list the functions in which they are spent

Scenarios:";

pub(super) fn help() -> String {
    let scenarios = ALL
        .iter()
        .map(|scenario| format!("\n    {:<18}{}", scenario.name, scenario.title));
    USAGE.chars().map(String::from).chain(scenarios).collect()
}

impl Options {
    /// Nothing when help is asked for.
    pub(super) fn parse(arguments: &[String]) -> Result<Option<Options>> {
        let mut options = Options {
            rounds: 5,
            round: Duration::from_millis(1500),
            scenarios: Vec::new(),
            json: None,
            instructions: false,
            profile: false,
        };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let mut value = || {
                arguments
                    .next()
                    .ok_or_else(|| format!("{argument} needs a value"))
            };
            match argument.as_str() {
                "--help" | "-h" => return Ok(None),
                "--rounds" => options.rounds = value()?.parse()?,
                "--quick" => {
                    options.rounds = 3;
                    options.round = Duration::from_millis(300);
                }
                "--scenario" => {
                    let name = value()?;
                    if !ALL.iter().any(|scenario| scenario.name == name) {
                        return Err(format!("there is no scenario `{name}`\n\n{}", help()).into());
                    }
                    options.scenarios.push(name.clone());
                }
                "--json" => options.json = Some(value()?.into()),
                "--instructions" => options.instructions = true,
                "--profile" => options.profile = true,
                _ => return Err(format!("there is no option `{argument}`\n\n{}", help()).into()),
            }
        }
        if options.rounds == 0 {
            return Err("--rounds has to be at least 1".into());
        }
        if options.profile && !options.instructions {
            return Err("--profile belongs to --instructions".into());
        }
        Ok(Some(options))
    }

    pub(super) fn wants(&self, scenario: &str) -> bool {
        self.scenarios.is_empty() || self.scenarios.iter().any(|name| name == scenario)
    }
}
