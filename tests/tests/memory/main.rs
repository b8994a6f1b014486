//! What hostile bytes cost in memory, and what clients that are gone leave of it, counted by the allocator.
//!
//! One test, because the counters are those of the whole process.

#![allow(clippy::unwrap_used)] // a panic is how a test fails

use mego::prelude::*;
use mego::transport::memory::MemoryServer;
use mego::wire::Frames;
use tests::Client;

#[global_allocator]
static ALLOCATOR: dhat::Alloc = dhat::Alloc;

#[mego::method]
async fn length(values: Vec<String>) -> usize {
    values.len()
}

/// Bytes that were allocated while this ran, freed ones included.
fn allocated(work: impl FnOnce()) -> u64 {
    let before = dhat::HeapStats::get().total_bytes;
    work();
    dhat::HeapStats::get().total_bytes - before
}

fn live() -> usize {
    dhat::HeapStats::get().curr_bytes
}

#[tokio::test]
async fn hostile_bytes_cost_little_and_leave_nothing() {
    let _profiler = dhat::Profiler::builder().testing().build();

    // A length that lies is not believed: nothing is reserved for it.
    for head in [0xdd, 0xdf, 0xdb, 0xc6] {
        let message = [
            b"\x94\x10\x01\xa6length".as_slice(),
            &[head, 0xff, 0xff, 0xff, 0xff],
        ]
        .concat();
        let bytes = allocated(|| assert!(Frames::new(&message).any(|frame| frame.is_err())));
        assert!(bytes < 4_096, "{head:#x} made the scan allocate {bytes} bytes");
    }

    // A message of nothing but nil is 64 KiB, and the ranges of its values cost less than that.
    let mut nils = b"\x94\x10\x01\xa6length\xdd\x00\x00\xff\x00".to_vec();
    nils.extend([0xc0; 0xff00]);
    let bytes = allocated(|| assert!(Frames::new(&nils).all(|frame| frame.is_ok())));
    assert!(bytes < nils.len() as u64, "{bytes} bytes for {} nils", nils.len());

    // Nothing remains of clients that misbehave.
    let server = Engine::new().register(methods![length]).in_memory().unwrap();
    let mut first_round = 0;
    for round in 0..6 {
        for _ in 0..200 {
            for message in [
                &b"\xc1"[..],
                b"\x94\x10\x02\xa3sum\x90",
                b"\x93\x63",
                b"\x92\x00\x81\xa1v\x09",
            ] {
                let mut client = Client::silent(&server);
                client.send_bytes(message.to_vec());
                client.closed().await;
            }
        }
        // The first round fills what is kept: thread-local buffers, capacities of maps.
        if round == 1 {
            first_round = live();
        }
    }
    let grown = live().saturating_sub(first_round);
    assert!(grown < 64 * 1024, "{grown} bytes remain of 3,200 connections");

    // Nor of channels that somebody has listened to.
    let engine = Engine::new().register(events![Tick]);
    let handle = engine.handle();
    let server = engine.in_memory().unwrap();
    let mut after_first = 0;
    let mut while_open = 0;
    for round in 0..4 {
        let before = live();
        subscribe_and_leave(&server, &handle, round, &mut while_open).await;
        assert_eq!(handle.subscription_count(), (0, 0));
        assert!(
            while_open > before + 1024 * 1024,
            "20,000 subscriptions are something"
        );
        if round == 0 {
            after_first = live();
        }
    }
    let grown = live().saturating_sub(after_first);
    assert!(grown < 64 * 1024, "{grown} bytes remain of 60,000 subscriptions");
}

/// Something that happens.
#[mego::event]
struct Tick {}

/// 200 sessions listen to 100 channels each, whose names are used once; half of them say when they leave.
async fn subscribe_and_leave(server: &MemoryServer, handle: &Handle, round: usize, while_open: &mut usize) {
    let mut clients = Vec::new();
    for index in 0..200 {
        let mut client = Client::connect(server).await;
        for channel in 0..100 {
            let channel = format!("channel {round} {index} {channel}");
            client.subscribe("tick", &channel).await.unwrap();
        }
        clients.push(client);
    }
    handle.to_all().emit(&Tick {});
    *while_open = live();
    for client in &mut clients[..100] {
        for subscription in 1..=100 {
            client.unsubscribe(subscription).await.unwrap();
        }
    }
    drop(clients);
    while handle.connections() > 0 {
        tokio::task::yield_now().await;
    }
}
