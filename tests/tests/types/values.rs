//! `Bytes`, `Millis` and `Patch` as Rust has them.

use std::time::Duration;

use mego::contract::Input;
use mego::prelude::*;
use mego::wire::{decode, encode};
use mego::{Bytes, Millis, MillisError, Patch};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tests::Client;

#[test]
fn bytes_are_binary_on_the_wire_and_read_in_three_forms() {
    let bytes = Bytes::from(vec![b'a', 200]);
    assert_eq!(encode(&bytes).unwrap(), [0xc4, 2, b'a', 200]);
    for form in [&[0xc4, 2, b'a', 200][..], &[0x92, b'a', 0xcc, 200]] {
        assert_eq!(decode::<Bytes>(form).unwrap(), bytes);
    }
    assert_eq!(
        decode::<Bytes>(b"\xa3\xe4\xb8\xad").unwrap(),
        "中".as_bytes().to_vec()
    );
    for wrong in [&[0x05][..], &[0x92, 1, 0xcd, 1, 0], &[0xc0], &[0x80]] {
        assert!(decode::<Bytes>(wrong).is_err(), "{wrong:?}");
    }
}

#[test]
fn bytes_are_numbers_in_json() {
    let bytes = Bytes::from_static(&[0, 255]);
    assert_eq!(serde_json::to_string(&bytes).unwrap(), "[0,255]");
    assert_eq!(serde_json::from_str::<Bytes>("[0, 255]").unwrap(), bytes);
    assert_eq!(serde_json::from_str::<Bytes>("\"ab\"").unwrap(), b"ab".to_vec());
}

#[test]
fn bytes_are_slices_and_become_others() {
    let bytes: Bytes = (1..=3).collect();
    assert_eq!(bytes.first(), Some(&1));
    assert_eq!(Vec::from(bytes.clone()), [1, 2, 3]);
    assert_eq!(bytes::Bytes::from(bytes.clone()), &[1, 2, 3][..]);
    assert_eq!(Bytes::from(bytes::Bytes::from_static(&[1, 2, 3])), bytes);
    assert_eq!(Bytes::from(b"\x01\x02\x03"), bytes);
    assert_eq!(format!("{bytes:?}"), r#"b"\x01\x02\x03""#);
    assert!(Bytes::new().is_empty());
}

#[test]
fn millis_are_an_integer_that_a_number_holds() {
    let longest = Millis::MAX.get();
    assert_eq!(longest, (1 << 53) - 1);
    assert_eq!(encode(&Millis::from_secs(1)).unwrap(), [0xcd, 3, 0xe8]);
    assert_eq!(decode::<Millis>(&encode(&longest).unwrap()).unwrap(), Millis::MAX);
    assert!(decode::<Millis>(&encode(&(longest + 1)).unwrap()).is_err());
    assert!(decode::<Millis>(&encode(&-1).unwrap()).is_err());
    assert!(decode::<Millis>(&encode(&1.5).unwrap()).is_err());
    assert_eq!(serde_json::from_str::<Millis>("250").unwrap(), Millis::new(250));
}

#[test]
fn millis_and_durations_become_each_other() {
    let duration = Duration::from_millis(1_500);
    let millis = Millis::try_from(duration).unwrap();
    assert_eq!((millis.get(), Duration::from(millis)), (1_500, duration));
    assert_eq!(format!("{millis:?}"), "1.5s");
    let error: MillisError = Millis::try_from(Duration::MAX).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the duration is longer than 2^53 − 1 milliseconds"
    );
    assert_eq!(Millis::new(u64::MAX), Millis::MAX);
    assert_eq!(Millis::from_secs(u64::MAX), Millis::MAX);
}

/// As one writes it who does not use `#[mego::data]`.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Plain {
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    name: Patch<u32>,
}

#[mego::data]
#[derive(Debug, PartialEq)]
struct Ours {
    name: Patch<u32>,
}

#[test]
fn a_patch_tells_what_is_left_out_from_what_is_null() {
    let forms: [(&[u8], Patch<u32>); 3] = [
        (b"\x80", Patch::Absent),
        (b"\x81\xa4name\xc0", Patch::Null),
        (b"\x81\xa4name\x05", Patch::Value(5)),
    ];
    for (bytes, name) in forms {
        let ours = Ours { name };
        assert_eq!(decode::<Ours>(bytes).unwrap(), ours);
        assert_eq!(encode(&ours).unwrap(), bytes);
        let plain = Plain { name };
        assert_eq!(decode::<Plain>(bytes).unwrap(), plain);
        assert_eq!(encode(&plain).unwrap(), bytes);
    }
}

#[test]
fn a_patch_changes_what_it_says_and_nothing_else() {
    let mut target = Some(1);
    Patch::Absent.apply_to(&mut target);
    assert_eq!(target, Some(1));
    Patch::from(2).apply_to(&mut target);
    assert_eq!(target, Some(2));
    Patch::from(None).apply_to(&mut target);
    assert_eq!(target, None);
    assert_eq!(Patch::from(Some(3)), Patch::Value(3));
    assert_eq!(Patch::<u32>::default().into_option(), None);
}

#[mego::method]
async fn rename(name: Patch<String>) -> String {
    format!("{name:?}")
}

#[tokio::test]
async fn a_patch_is_a_parameter_too() {
    let engine = || Engine::new().register(methods![rename]);
    let contract = engine().contract().unwrap();
    let Input::Params(params) = &contract.groups[0].methods[0].input else {
        panic!("it takes no parameters");
    };
    assert!(!params[0].required);
    assert_eq!(
        params[0].schema,
        json!({"type": ["string", "null"], "x-mego-patch": true})
    );

    let server = engine().in_memory().unwrap();
    let mut client = Client::connect(&server).await;
    for (sent, name) in [
        (json!({}), "Absent"),
        (json!({"name": null}), "Null"),
        (json!([null]), "Null"),
        (json!({"name": "a"}), "Value(\"a\")"),
    ] {
        assert_eq!(client.call::<String>("rename", &sent).await.unwrap(), name);
    }
}
