//! What no client of ours would send. The server closes with the right code or answers, and goes on serving others.

use mego::prelude::*;
use mego::transport::memory::MemoryServer;
use mego::wire::{Frame, Frames, Hello};
use serde_json::json;
use tests::{Client, Owned};

use crate::vectors;

#[mego::method]
async fn sum(a: i32, b: i32) -> i32 {
    a.wrapping_add(b)
}

#[mego::data]
struct NewUser {
    username: String,
    password: String,
}

#[mego::method]
async fn create_user(user: Bind<NewUser>) -> String {
    let NewUser { username, password } = user.into_inner();
    username + &password
}

fn server() -> MemoryServer {
    // The bombs are larger than a message may be, and are to meet the scan.
    let limits = Limits::default().max_message(1 << 20).max_first_message(1 << 20);
    Engine::new()
        .limits(limits)
        .register(methods![sum, create_user])
        .in_memory()
        .unwrap()
}

/// The connection has answered or closed, and not just vanished as it would with a panic.
async fn is_alive_or_closed(client: &mut Client) {
    client.send(&Frame::Ping {
        value: Some(b"\xa4here"),
    });
    loop {
        match client.receive().await {
            Owned::Pong(Some(value)) if value == b"\xa4here" => return,
            Owned::Closed(_) => return,
            _ => {}
        }
    }
}

#[test]
fn every_truncation_of_every_vector_is_refused() {
    for vector in vectors::all() {
        for end in 1..vector.len() {
            let frames: Result<Vec<_>, _> = Frames::new(&vector[..end]).collect();
            assert!(frames.is_err(), "{:02x?} of {vector:02x?}", &vector[..end]);
        }
    }
}

#[test]
fn no_flip_of_a_byte_of_any_vector_panics() {
    for vector in vectors::all() {
        let mut flipped = vector.clone();
        for at in 0..vector.len() {
            for value in 0..=255 {
                flipped[at] = value;
                let count = Frames::new(&flipped).count();
                // Each frame is at least two bytes; one more result is the fault.
                assert!(count <= flipped.len() / 2 + 1);
            }
            flipped[at] = vector[at];
        }
    }
}

#[tokio::test]
async fn every_truncation_and_flip_leaves_the_server_alive() {
    let server = server();
    for vector in vectors::from_clients() {
        let truncations = (1..vector.len()).map(|end| vector[..end].to_vec());
        let flips = (0..vector.len())
            .flat_map(|at| (0..8).map(move |bit| (at, bit)))
            .map(|(at, bit)| {
                let mut flipped = vector.clone();
                flipped[at] ^= 1 << bit;
                flipped
            });
        for message in truncations.chain(flips) {
            // As the first message, where Hello is expected, and as a later one.
            let mut client = Client::silent(&server);
            client.send_bytes(message.clone());
            is_alive_or_closed(&mut client).await;
            let mut client = Client::connect(&server).await;
            client.send_bytes(message);
            is_alive_or_closed(&mut client).await;
        }
    }
    let mut client = Client::connect(&server).await;
    assert_eq!(client.call::<i32>("sum", (1, 2)).await, Ok(3));
}

#[tokio::test]
async fn malformed_messages_close_with_the_code_of_the_vectors() {
    let server = server();
    let for_servers = vectors::malformed()
        .into_iter()
        .filter(|vector| vector["direction"] != json!("s2c"));
    for vector in for_servers {
        let mut client = match vector["first"] == json!(true) {
            true => Client::silent(&server),
            false => Client::connect(&server).await,
        };
        client.send_bytes(vectors::message(&vector));
        let code = client.closed().await;
        assert_eq!(json!(code.0), vector["close"], "{}", vector["note"]);
    }
}

#[tokio::test]
async fn bombs_are_refused_wherever_they_lie() {
    let server = server();
    for levels in [33, 2_000, 60_000] {
        let bomb = [vec![0x91; levels], vec![0xc0]].concat();
        let places = [
            // In the parameters, by position and by name.
            [&b"\x94\x10\x01\xa3sum\x92"[..], &bomb, b"\x01"].concat(),
            [&b"\x94\x10\x01\xa3sum\x82\xa1a"[..], &bomb, b"\xa1b\x01"].concat(),
            // In a field that a struct ignores.
            [&b"\x94\x10\x01\xaacreateUser\x81\xa1x"[..], &bomb].concat(),
            // In an option, and in an element, that nobody knows.
            [&b"\x95\x10\x01\xa3sum\x92\x01\x02\x81\xa1?"[..], &bomb].concat(),
            [&b"\x96\x10\x01\xa3sum\x92\x01\x02\x80"[..], &bomb].concat(),
        ];
        for message in places {
            let mut client = Client::connect(&server).await;
            client.send_bytes(message);
            assert_eq!(client.closed().await.0, 4400, "{levels} levels");
        }
        let mut client = Client::silent(&server);
        client.send_bytes([&b"\x92\x00\x82\xa1v\x01\xa1d"[..], &bomb].concat());
        assert_eq!(client.closed().await.0, 4400, "{levels} levels in Hello");
    }
}

#[tokio::test]
async fn as_deep_as_it_may_be_is_taken() {
    let server = server();
    let mut client = Client::connect(&server).await;
    // The frame, the parameters and thirty more.
    let deep = [vec![0x91; 30], vec![0xc0]].concat();
    client.send_bytes([&b"\x94\x10\x01\xa3sum\x92"[..], &deep, b"\x01"].concat());
    assert_eq!(
        client.answer(1).await.unwrap_err().code,
        u64::from(Status::Invalid.code())
    );
}

#[tokio::test]
async fn too_many_elements_are_refused_and_as_many_as_allowed_are_taken() {
    let server = server();
    // frame, kind, id, method, params: five elements, and the nils.
    for (nils, is_taken) in [(65_536 - 5, true), (65_536 - 4, false)] {
        let mut message = b"\x94\x10\x01\xa3sum\xdd".to_vec();
        message.extend(u32::try_from(nils).unwrap().to_be_bytes());
        message.extend(vec![0xc0; nils]);
        let mut client = Client::connect(&server).await;
        client.send_bytes(message);
        match is_taken {
            true => assert_eq!(client.answer(1).await.unwrap_err().code, 54),
            false => assert_eq!(client.closed().await.0, 4400),
        }
    }
}

#[tokio::test]
async fn unknown_kinds_extra_elements_and_unknown_options_are_ignored() {
    let server = server();
    let mut client = Client::silent(&server);
    let mut message = Vec::new();
    Frame::Hello(Box::new(Hello {
        version: 1,
        ..Hello::default()
    }))
    .write(&mut message);
    // [99, {…}], then a Call with an option and an element that nobody knows.
    message.extend_from_slice(b"\x92\x63\x81\x01\x02");
    message.extend_from_slice(b"\x96\x10\x01\xa3sum\x92\x01\x02\x81\xa1?\x05\xa3new");
    client.send_bytes(message);
    assert!(matches!(client.receive().await, Owned::Welcome(_)));
    assert_eq!(client.answer(1).await, Ok(vec![3]));
}

#[tokio::test]
async fn nil_in_hello_and_in_options_is_the_same_as_left_out() {
    let server = server();
    let mut client = Client::silent(&server);
    // {v: 1, a: nil, t: nil, d: nil}, and a Call with the option t: nil.
    client.send_bytes(b"\x92\x00\x84\xa1v\x01\xa1a\xc0\xa1t\xc0\xa1d\xc0".to_vec());
    assert!(matches!(client.receive().await, Owned::Welcome(_)));
    client.send_bytes(b"\x95\x10\x01\xa3sum\x92\x01\x02\x81\xa1t\xc0".to_vec());
    assert_eq!(client.answer(1).await, Ok(vec![3]));
}

#[tokio::test]
async fn frames_that_only_a_server_sends_are_malformed() {
    let server = server();
    for frame in [
        &b"\x92\x01\x80"[..],             // Welcome
        b"\x93\x05\x00\xa0",              // GoAway
        b"\x93\x22\x01\xc0",              // Event
        b"\x96\x30\x02\x01\xa1f\x00\x80", // FileGrant
        b"\x94\x32\x02\x01\x01",          // FileAck
        b"\x94\x35\x02\x01\x01",          // FileRetry
        b"\x94\x36\x02\x01\xc4\x00",      // FileDone
    ] {
        let mut client = Client::connect(&server).await;
        client.send_bytes(frame.to_vec());
        assert_eq!(client.closed().await.0, 4400, "{frame:02x?}");
    }
}
