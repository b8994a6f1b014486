//! What hostile bytes cost in memory, counted by the allocator.
//!
//! One test, because the counters are those of the whole process.

#![allow(clippy::unwrap_used)] // a panic is how a test fails

use mego::prelude::*;
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
}
