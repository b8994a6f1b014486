//! Processor time of the server per call, in rounds in which the servers take turns.

use super::Programs;
use super::options::Options;
use super::process::{Amount, Clients, Contender, Server};
use super::report::{Figure, Report, median};
use super::scenario::{FEWEST_REPLIES, Load, Scenario};
use crate::Result;

/// What one server did in one round.
struct Turn {
    nanos_per_call: f64,
    calls_per_second: f64,
    replies_per_read: f64,
}

pub(super) fn measure(
    programs: &Programs,
    scenario: &Scenario,
    load: Load,
    options: &Options,
    report: &mut Report,
) -> Result<()> {
    let mut servers = Vec::new();
    for contender in Contender::ALL {
        servers.push((Server::start(&contender.command(programs))?, Vec::new()));
    }
    for round in 0..options.rounds {
        // Whoever comes first comes last in the next round: fast and slow spells of the machine favour nobody.
        for turn in 0..servers.len() {
            let position = (round + turn) % servers.len();
            let (server, turns) = &mut servers[position];
            turns.push(take_turn(programs, server, load, options)?);
        }
    }
    let turns: Vec<Vec<Turn>> = servers
        .into_iter()
        .map(|(server, turns)| {
            server.end();
            turns
        })
        .collect();
    report.begin(
        scenario,
        &[
            "µs per call",
            "ratio",
            "lowest",
            "highest",
            "calls/s",
            "replies/read",
        ],
    );
    for (contender, turns_of_one) in Contender::ALL.into_iter().zip(&turns) {
        let of = |what: fn(&Turn) -> f64| median(turns_of_one.iter().map(what).collect());
        let ratios: Vec<f64> = turns_of_one
            .iter()
            .zip(&turns[0])
            .map(|(turn, floor)| turn.nanos_per_call / floor.nanos_per_call)
            .collect();
        let ratio = median(ratios.clone());
        report.row(
            contender.name(),
            &[
                Figure::new("us_per_call", of(|turn| turn.nanos_per_call) / 1e3, 3),
                Figure::new("ratio", ratio, 2),
                Figure::new("lowest_ratio", ratios.iter().copied().fold(f64::MAX, f64::min), 2),
                Figure::new("highest_ratio", ratios.iter().copied().fold(0.0, f64::max), 2),
                Figure::new("calls_per_second", of(|turn| turn.calls_per_second), 0),
                Figure::new("replies_per_read", of(|turn| turn.replies_per_read), 1),
            ],
        );
        match contender {
            Contender::Mego => report.judge(scenario, ratio, "× the floor"),
            Contender::Floor | Contender::BatchedFloor => {
                let replies = of(|turn| turn.replies_per_read);
                if replies < f64::from(load.window) * FEWEST_REPLIES {
                    report.fail(format!(
                        "{}: the {} writes {replies:.1} replies at once where {} are in flight, and is none",
                        scenario.name,
                        contender.name(),
                        load.window
                    ));
                }
            }
        }
    }
    Ok(())
}

fn take_turn(programs: &Programs, server: &Server, load: Load, options: &Options) -> Result<Turn> {
    let mut clients = Clients::connect(programs, server, load, Amount::Time(options.round))?;
    let before = server.processor_time()?;
    let counts = clients.call()?;
    let spent = server.processor_time()? - before;
    let calls = counts.calls as f64;
    Ok(Turn {
        nanos_per_call: spent.as_nanos() as f64 / calls,
        calls_per_second: calls / counts.elapsed.as_secs_f64(),
        replies_per_read: calls / counts.reads as f64,
    })
}
