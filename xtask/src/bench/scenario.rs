//! What is measured, and what it may come to.

use super::process::Contender;

/// One thing that is measured.
pub(super) struct Scenario {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) kind: Kind,
    /// The servers that are compared: the floor first, and last the one that is judged.
    pub(super) contenders: &'static [Contender],
    /// Above this, the run fails: a ratio to the floor, or KiB of a connection.
    pub(super) gate: Option<f64>,
    /// What would be good.
    pub(super) goal: Option<f64>,
}

#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// Processor time of the server per call.
    Calls(Load),
    /// Processor time of the server per event that was delivered: every connection listens.
    Events(Load),
    /// Memory of the server per connection that does nothing.
    Idle,
    /// Time of generating a client and documents.
    Codegen,
}

#[derive(Clone, Copy)]
pub(super) struct Load {
    pub(super) method: &'static str,
    pub(super) connections: u32,
    /// Calls in flight on each connection; or events that are emitted at once, and the next when all have arrived.
    pub(super) window: u32,
}

impl Kind {
    /// What is counted, and the load that makes it.
    pub(super) fn counted(self) -> Option<(&'static str, Load)> {
        match self {
            Kind::Calls(load) => Some(("call", load)),
            Kind::Events(load) => Some(("event", load)),
            Kind::Idle | Kind::Codegen => None,
        }
    }
}

const PLAIN: &[Contender] = &[Contender::Floor, Contender::BatchedFloor, Contender::Mego];

/// With 64 calls in flight, a floor that does not write nearly 64 replies at once is none: what it would measure is a
/// server that flushes too often.
pub(super) const FEWEST_REPLIES: f64 = 0.9;

const fn calls(method: &'static str, connections: u32, window: u32) -> Kind {
    Kind::Calls(Load {
        method,
        connections,
        window,
    })
}

pub(super) const ALL: [Scenario; 8] = [
    Scenario {
        name: "pipe",
        title: "sum, 8 connections, 64 calls in flight on each",
        kind: calls("sum", 8, 64),
        contenders: PLAIN,
        gate: Some(1.25),
        goal: Some(1.15),
    },
    Scenario {
        name: "many",
        title: "sum, 64 connections, one call in flight on each",
        kind: calls("sum", 64, 1),
        contenders: PLAIN,
        gate: Some(1.10),
        goal: Some(1.05),
    },
    Scenario {
        name: "single",
        title: "sum, one connection, one call in flight",
        kind: calls("sum", 1, 1),
        contenders: PLAIN,
        gate: None,
        goal: Some(1.05),
    },
    Scenario {
        name: "echo",
        title: "echo of a 542-byte object, 8 connections, 16 calls in flight on each",
        kind: calls("echo", 8, 16),
        contenders: PLAIN,
        gate: None,
        goal: Some(1.15),
    },
    Scenario {
        name: "default",
        title: "sum as in pipe, with the middleware of `Engine::default()`, and nobody reads the log",
        kind: calls("sum", 8, 64),
        contenders: &[Contender::Floor, Contender::Mego, Contender::DefaultMego],
        // What one pays for it is worth knowing, and no reason to fail.
        gate: None,
        goal: None,
    },
    Scenario {
        name: "fanout",
        title: "one event of 100 bytes to 1,000 connections, and the next when all have it",
        kind: Kind::Events(Load {
            method: "start",
            connections: 1000,
            window: 1,
        }),
        contenders: PLAIN,
        gate: Some(1.35),
        goal: Some(1.15),
    },
    Scenario {
        name: "idle",
        title: "memory of an idle connection, 5,000 of them",
        kind: Kind::Idle,
        contenders: &[Contender::Floor, Contender::Mego],
        gate: Some(8.0),
        goal: Some(7.3),
    },
    Scenario {
        name: "codegen",
        title: "client and documents of 500 methods",
        kind: Kind::Codegen,
        contenders: &[],
        gate: Some(1.0),
        goal: None,
    },
];
