//! What is measured, and what it may come to.

/// One thing that is measured.
pub(super) struct Scenario {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) kind: Kind,
    /// Above this, the run fails: a ratio to the floor, or KiB of a connection.
    pub(super) gate: Option<f64>,
    /// What would be good.
    pub(super) goal: Option<f64>,
}

#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// Processor time of the server per call.
    Calls(Load),
    /// Memory of the server per connection that does nothing.
    Idle,
    /// Time of generating a client and documents.
    Codegen,
}

#[derive(Clone, Copy)]
pub(super) struct Load {
    pub(super) method: &'static str,
    pub(super) connections: u32,
    /// Calls in flight on each connection.
    pub(super) window: u32,
}

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

pub(super) const ALL: [Scenario; 6] = [
    Scenario {
        name: "pipe",
        title: "sum, 8 connections, 64 calls in flight on each",
        kind: calls("sum", 8, 64),
        gate: Some(1.25),
        goal: Some(1.15),
    },
    Scenario {
        name: "many",
        title: "sum, 64 connections, one call in flight on each",
        kind: calls("sum", 64, 1),
        gate: Some(1.10),
        goal: Some(1.05),
    },
    Scenario {
        name: "single",
        title: "sum, one connection, one call in flight",
        kind: calls("sum", 1, 1),
        gate: None,
        goal: Some(1.05),
    },
    Scenario {
        name: "echo",
        title: "echo of a 542-byte object, 8 connections, 16 calls in flight on each",
        kind: calls("echo", 8, 16),
        gate: None,
        goal: Some(1.15),
    },
    Scenario {
        name: "idle",
        title: "memory of an idle connection, 5,000 of them",
        kind: Kind::Idle,
        gate: Some(10.0),
        goal: Some(8.0),
    },
    Scenario {
        name: "codegen",
        title: "client and documents of 500 methods",
        kind: Kind::Codegen,
        gate: Some(1.0),
        goal: None,
    },
];
