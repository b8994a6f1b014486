//! How long it takes to generate the client and the documents of a large API.

use std::fs;
use std::process::Command;
use std::time::Instant;

use super::Programs;
use super::report::{Figure, Report, median};
use super::scenario::Scenario;
use crate::Result;

const METHODS: usize = 500;
const RUNS: usize = 5;

pub(super) fn measure(programs: &Programs, scenario: &Scenario, report: &mut Report) -> Result<()> {
    let folder = programs.path("bench-codegen");
    fs::create_dir_all(&folder)?;
    let contract = folder.join("shop.json");
    let printed = Command::new(programs.path("bench-contract"))
        .arg(METHODS.to_string())
        .output()?;
    if !printed.status.success() {
        return Err(String::from_utf8_lossy(&printed.stderr).into());
    }
    fs::write(&contract, printed.stdout)?;
    let out = folder.join("out");
    let mut seconds = Vec::new();
    for _ in 0..RUNS {
        // Files that are there and up to date would be left alone, and that is not what is measured.
        if out.exists() {
            fs::remove_dir_all(&out)?;
        }
        let started = Instant::now();
        let run = Command::new(programs.path("mego-codegen"))
            .arg("--contract")
            .arg(&contract)
            .arg("--out")
            .arg(&out)
            .output()?;
        seconds.push(started.elapsed().as_secs_f64());
        if !run.status.success() {
            return Err(format!("mego-codegen failed: {}", String::from_utf8_lossy(&run.stderr)).into());
        }
    }
    let seconds = median(seconds);
    report.begin(scenario, &["seconds"]);
    report.row("mego-codegen", &[Figure::new("seconds", seconds, 3)]);
    report.judge(scenario, seconds, "s");
    Ok(())
}
