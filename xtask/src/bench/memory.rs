//! Resident memory of the server per connection.

use super::Programs;
use super::options::Options;
use super::process::{Amount, Clients, Contender, Server};
use super::report::{Figure, Report, median};
use super::scenario::{Load, Scenario};
use crate::Result;

const CONNECTIONS: u32 = 5_000;

pub(super) fn measure(
    programs: &Programs,
    scenario: &Scenario,
    options: &Options,
    report: &mut Report,
) -> Result<()> {
    report.begin(scenario, &["KiB after Hello", "KiB after a call"]);
    for &contender in scenario.contenders {
        let (mut after_hello, mut after_call) = (Vec::new(), Vec::new());
        // Memory hardly varies: what rounds there are find out whether it does.
        for _ in 0..options.rounds.min(3) {
            let [hello, call] = measure_once(programs, contender)?;
            after_hello.push(hello);
            after_call.push(call);
        }
        let after_hello = median(after_hello);
        report.row(
            contender.name(),
            &[
                Figure::new("kib_after_hello", after_hello, 2),
                Figure::new("kib_after_call", median(after_call), 2),
            ],
        );
        if contender == Contender::Mego {
            report.judge(scenario, after_hello, "KiB");
        }
    }
    Ok(())
}

fn measure_once(programs: &Programs, contender: Contender) -> Result<[f64; 2]> {
    let server = Server::start(&contender.command(programs))?;
    let idle = |connections| Load {
        method: "sum",
        connections,
        window: 0,
    };
    // What the first connection of a process costs is not what a connection costs.
    drop(Clients::connect(
        programs,
        &server,
        idle(1),
        Amount::CallsPerConnection(1),
    )?);
    let before = server.memory()?;
    let mut clients = Clients::connect(
        programs,
        &server,
        idle(CONNECTIONS),
        Amount::CallsPerConnection(1),
    )
    .map_err(|error| format!("{error}; {CONNECTIONS} connections need as many files: see `ulimit -Hn`"))?;
    let after_hello = server.memory()?;
    clients.call()?;
    let after_call = server.memory()?;
    drop(clients);
    server.end();
    Ok([after_hello, after_call].map(|after| (after as f64 - before as f64) / f64::from(CONNECTIONS)))
}
