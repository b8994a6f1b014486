//! Processor time of the server per call or event, in rounds in which the servers take turns.

use super::Programs;
use super::options::Options;
use super::process::{Amount, Clients, Contender, Server};
use super::report::{Figure, Report, median};
use super::scenario::{FEWEST_REPLIES, Load, Scenario};
use crate::Result;

/// What one server did in one round.
struct Turn {
    nanos: f64,
    per_second: f64,
    per_read: f64,
}

pub(super) fn measure(
    programs: &Programs,
    scenario: &Scenario,
    options: &Options,
    report: &mut Report,
) -> Result<()> {
    let Some((what, load)) = scenario.kind.counted() else {
        return Ok(());
    };
    let mut servers = Vec::new();
    for &contender in scenario.contenders {
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
            &format!("µs per {what}"),
            "ratio",
            "lowest",
            "highest",
            &format!("{what}s/s"),
            &format!("{what}s/read"),
        ],
    );
    for (&contender, turns_of_one) in scenario.contenders.iter().zip(&turns) {
        let of = |what: fn(&Turn) -> f64| median(turns_of_one.iter().map(what).collect());
        let ratios: Vec<f64> = turns_of_one
            .iter()
            .zip(&turns[0])
            .map(|(turn, floor)| turn.nanos / floor.nanos)
            .collect();
        let ratio = median(ratios.clone());
        report.row(
            contender.name(),
            &[
                Figure::new("us", of(|turn| turn.nanos) / 1e3, 3),
                Figure::new("ratio", ratio, 2),
                Figure::new("lowest_ratio", ratios.iter().copied().fold(f64::MAX, f64::min), 2),
                Figure::new("highest_ratio", ratios.iter().copied().fold(0.0, f64::max), 2),
                Figure::new("per_second", of(|turn| turn.per_second), 0),
                Figure::new("per_read", of(|turn| turn.per_read), 1),
            ],
        );
        match contender {
            Contender::Mego | Contender::DefaultMego => {
                if scenario.contenders.last() == Some(&contender) {
                    report.judge(scenario, ratio, "× the floor");
                }
            }
            Contender::Floor | Contender::BatchedFloor => {
                let replies = of(|turn| turn.per_read);
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
        nanos: spent.as_nanos() as f64 / calls,
        per_second: calls / counts.elapsed.as_secs_f64(),
        per_read: calls / counts.reads as f64,
    })
}
