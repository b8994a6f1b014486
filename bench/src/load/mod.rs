//! The load: clients that cost little, so that the server is what limits.
//!
//! Calls are encoded once and only get their id; WebSocket frames are written by hand; sockets are asked in turn and
//! never waited for, because a client that sleeps triples what each side's wake-up costs. Each call is a message of its
//! own, which is the worst case for the server, and each reply is compared to what it has to be.

mod client;
mod template;

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

pub use self::client::Client;
pub use self::template::Template;

/// When a run ends.
#[derive(Clone, Copy, Debug)]
pub enum Until {
    /// After this time.
    Elapsed(Duration),
    /// After this many calls on each connection.
    Calls(u64),
}

/// What a run counted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// Replies, or events; all of which were right.
    pub calls: u64,
    /// Reads that brought at least one.
    pub reads: u64,
    /// From the first call to the last reply, or event.
    pub elapsed: Duration,
}

/// Connects so many clients.
///
/// # Errors
/// When the server refuses one.
pub fn connect(address: SocketAddr, count: usize, template: &Template) -> io::Result<Vec<Client>> {
    (0..count)
        .map(|_| Client::connect(address, template.clone()))
        .collect()
}

/// Keeps `window` calls in flight on each connection until the run ends, and waits for the last reply.
///
/// # Errors
/// When a connection ends, or a reply is wrong.
pub fn run(clients: &mut [Client], window: u64, until: Until) -> io::Result<Counts> {
    let mut counts = Counts::default();
    let started = Instant::now();
    let mut left: Vec<u64> = clients
        .iter()
        .map(|_| match until {
            Until::Elapsed(_) => u64::MAX,
            Until::Calls(calls) => calls,
        })
        .collect();
    for (client, left) in clients.iter_mut().zip(&mut left) {
        let first = window.min(*left);
        client.call(first)?;
        *left -= first;
    }
    let mut waiting = clients.len();
    while waiting > 0 {
        if matches!(until, Until::Elapsed(time) if started.elapsed() >= time) {
            left.fill(0);
        }
        waiting = 0;
        for (client, left) in clients.iter_mut().zip(&mut left) {
            let replies = client.receive()?.replies;
            if replies > 0 {
                counts.calls += replies;
                counts.reads += 1;
                let next = replies.min(*left);
                client.call(next)?;
                *left -= next;
            }
            waiting += usize::from(client.is_waiting());
        }
    }
    counts.elapsed = started.elapsed();
    Ok(counts)
}

/// Lets the first client make the server emit `window` events, waits until every client has got them, and does so again
/// until the run ends.
///
/// # Errors
/// When a connection ends, or an event or a reply is wrong.
pub fn listen(clients: &mut [Client], window: u64, until: Until) -> io::Result<Counts> {
    let mut counts = Counts::default();
    let started = Instant::now();
    let mut rounds = 0;
    loop {
        let is_over = match until {
            Until::Elapsed(time) => started.elapsed() >= time,
            Until::Calls(calls) => rounds * window >= calls,
        };
        if is_over {
            counts.elapsed = started.elapsed();
            return Ok(counts);
        }
        rounds += 1;
        if let Some(first) = clients.first_mut() {
            first.call(1)?;
        }
        for client in &mut *clients {
            let mut missing = window;
            while missing > 0 || client.is_waiting() {
                let events = client.receive()?.events;
                if events > 0 {
                    counts.calls += events;
                    counts.reads += 1;
                    missing = missing.checked_sub(events).ok_or_else(|| {
                        io::Error::new(
                            io::ErrorKind::InvalidData,
                            "there are more events than were emitted",
                        )
                    })?;
                }
            }
        }
    }
}
