//! Instructions of a call, counted by callgrind: the same from run to run, whatever else the machine does.

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

/// Calls in all of two runs. What they do not have in common is calls and nothing else, so that start-up, handshakes
/// and warm-up cancel out.
const FEW: u64 = 8_000;
const MANY: u64 = 40_000;

/// Functions that a profile lists.
const TOP: usize = 40;

pub(super) fn measure(programs: &Programs, options: &Options, report: &mut Report) -> Result<()> {
    if Command::new("valgrind").arg("--version").output().is_err() {
        return Err(
            "--instructions needs valgrind: `apt install valgrind`, or what your system calls it".into(),
        );
    }
    for scenario in ALL.iter().filter(|scenario| options.wants(scenario.name)) {
        let Kind::Calls(load) = scenario.kind else {
            continue;
        };
        // Many connections with one call each do the same work as one.
        if load.connections > 8 {
            continue;
        }
        report.begin(scenario, &["instructions", "ratio"]);
        let mut floor = None;
        let mut profiles = Vec::new();
        for contender in Contender::ALL {
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
                    Figure::new("instructions_per_call", each, 0),
                    Figure::new("instructions_ratio", each / floor, 2),
                ],
            );
            profiles.push((contender, output));
        }
        if options.profile {
            for (contender, output) in profiles {
                println!("\n{}, {}: instructions per call", scenario.name, contender.name());
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

/// The functions with the most instructions of their own. The calls of the warm-up are in them, too.
fn print_profile(output: &Path) -> Result<()> {
    let annotated = Command::new("callgrind_annotate")
        .arg("--threshold=95")
        .arg(output)
        .output()?;
    let text = String::from_utf8_lossy(&annotated.stdout);
    let functions = text
        .lines()
        .filter(|line| line.contains('%') && line.contains(':'))
        .take(TOP);
    for function in functions {
        let Some((instructions, name)) = function.trim().split_once(' ') else {
            continue;
        };
        let Ok(instructions) = instructions.replace(',', "").parse::<f64>() else {
            continue;
        };
        println!("{:>8.0}  {}", instructions / MANY as f64, name.trim());
    }
    Ok(())
}
