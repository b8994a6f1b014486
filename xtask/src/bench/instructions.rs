//! Instructions of a call, counted by callgrind: the same from run to run, whatever else the machine does.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::Programs;
use super::options::Options;
use super::process::{Amount, Clients, Contender, Server};
use super::report::{Figure, Report};
use super::scenario::{ALL, Kind, Load};
use crate::Result;

/// Calls, or events, in all of two runs. What they do not have in common is these and nothing else, so that start-up,
/// handshakes and warm-up cancel out.
const FEW: u64 = 8_000;
const MANY: u64 = 40_000;

/// Functions that a profile lists.
const TOP: usize = 30;

pub(super) fn measure(programs: &Programs, options: &Options, report: &mut Report) -> Result<()> {
    if Command::new("valgrind").arg("--version").output().is_err() {
        return Err(
            "--instructions needs valgrind: `apt install valgrind`, or what your system calls it".into(),
        );
    }
    for scenario in ALL.iter().filter(|scenario| options.wants(scenario.name)) {
        let Some((what, load)) = scenario.kind.counted() else {
            continue;
        };
        // Many connections with one call each do the same work as one.
        if load.connections > 8 && matches!(scenario.kind, Kind::Calls(_)) {
            continue;
        }
        report.begin(scenario, &[&format!("instructions/{what}"), "ratio"]);
        let mut floor = None;
        let mut profiles = Vec::new();
        for &contender in scenario.contenders {
            let output = programs.path(&format!(
                "callgrind.{}.{}",
                scenario.name,
                contender.name().replace(", ", "-")
            ));
            let few = count(programs, contender, load, FEW, &output)?;
            let many = count(programs, contender, load, MANY, &output)?;
            let each = (many - few) / (MANY - FEW) as f64;
            let floor = *floor.get_or_insert(each);
            report.row(
                contender.name(),
                &[
                    Figure::new("instructions", each, 0),
                    Figure::new("instructions_ratio", each / floor, 2),
                ],
            );
            profiles.push((contender, output));
        }
        if options.profile {
            for (contender, output) in profiles {
                println!(
                    "\n{}, {}: instructions per {what}",
                    scenario.name,
                    contender.name()
                );
                print_profile(&output)?;
            }
        }
    }
    Ok(())
}

fn count(programs: &Programs, contender: Contender, load: Load, calls: u64, output: &Path) -> Result<f64> {
    let mut command: Vec<OsString> = ["valgrind", "--quiet", "--tool=callgrind"]
        .map(OsString::from)
        .into();
    let mut file = OsString::from("--callgrind-out-file=");
    file.push(output);
    command.push(file);
    command.extend(contender.command(programs));
    command.push("--current-thread".into());
    let server = Server::start(&command)?;
    let amount = Amount::CallsPerConnection(calls / u64::from(load.connections));
    Clients::connect(programs, &server, load, amount)?.call()?;
    // callgrind writes its file when the program has ended.
    server.end();
    let text = fs::read_to_string(output)?;
    let total = text
        .lines()
        .find_map(|line| line.strip_prefix("totals: ").or(line.strip_prefix("summary: ")));
    Ok(total.ok_or("callgrind has written no total")?.trim().parse()?)
}

/// The functions with the most instructions of their own. Those of the start and the warm-up are in them, too.
fn print_profile(output: &Path) -> Result<()> {
    let annotated = Command::new("callgrind_annotate")
        // Without the lines of each function, and without what it calls.
        .args(["--threshold=100", "--auto=no", "--tree=none"])
        .arg(output)
        .output()?;
    let text = String::from_utf8_lossy(&annotated.stdout);
    // callgrind splits a function by the files that were inlined into it.
    let mut functions = HashMap::new();
    for line in text.lines() {
        if let Some((instructions, function)) = read_line(line) {
            *functions.entry(function).or_insert(0) += instructions;
        }
    }
    let mut functions: Vec<(&str, u64)> = functions.into_iter().collect();
    functions.sort_by_key(|(function, instructions)| (Reverse(*instructions), *function));
    for (function, instructions) in functions.iter().take(TOP) {
        println!("{:>8.0}  {function}", *instructions as f64 / MANY as f64);
    }
    Ok(())
}

/// Reads `1,234 (5.6%)  file:function [object]`.
fn read_line(line: &str) -> Option<(u64, &str)> {
    let (instructions, rest) = line.trim_start().split_once(' ')?;
    let (_, place) = rest.split_once("%)")?;
    let (_, function) = place.trim_start().split_once(':')?;
    let function = function
        .split_once(" [")
        .map_or(function, |(function, _)| function);
    Some((instructions.replace(',', "").parse().ok()?, function))
}

#[cfg(test)]
mod tests {
    use super::read_line;

    #[test]
    fn a_line_of_the_profile_is_read() {
        let line = "15,123 (12.96%)  mego/src/wire/reader.rs:mego::wire::Reader::token [/target/bench-mego]";
        assert_eq!(read_line(line), Some((15_123, "mego::wire::Reader::token")));
        assert_eq!(read_line("Events recorded:  Ir"), None);
    }
}
