//! Booleans, text, and what is text on the wire. Any JSON, too.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Value, json};
use uuid::Uuid;

use super::Samples;

/// Text in all its types.
#[mego::data]
pub(super) struct Texts {
    flag: bool,
    letter: char,
    text: String,
    boxed: Box<str>,
    shared: Arc<str>,
    cow: Cow<'static, str>,
    path: PathBuf,
    id: Uuid,
    address: IpAddr,
}

impl Samples for Texts {
    fn samples() -> Vec<(&'static str, Texts)> {
        let of = |flag, letter, text: &str, id: Uuid, address: IpAddr| Texts {
            flag,
            letter,
            text: text.to_owned(),
            boxed: text.into(),
            shared: text.into(),
            cow: Cow::Owned(text.to_owned()),
            path: PathBuf::from(text),
            id,
            address,
        };
        let v6 = IpAddr::V6(Ipv6Addr::LOCALHOST);
        let v4 = IpAddr::V4(Ipv4Addr::BROADCAST);
        vec![
            ("empty", of(false, 'a', "", Uuid::nil(), v4)),
            (
                "four bytes a letter",
                of(true, '𠮷', "𠮷野家 🍚", Uuid::max(), v6),
            ),
            (
                "a character of zero",
                of(true, '\0', "a\0b\u{feff}", Uuid::from_u128(1 << 64), v4),
            ),
            ("31 bytes", of(true, 'é', &"a".repeat(31), Uuid::nil(), v4)),
            ("32 bytes", of(true, '中', &"a".repeat(32), Uuid::nil(), v4)),
            ("256 bytes", of(true, '中', &"é".repeat(128), Uuid::nil(), v4)),
            ("65,536 bits", of(true, '中', &"ab".repeat(4096), Uuid::nil(), v4)),
        ]
    }
}

/// Whatever JSON holds.
#[mego::data]
pub(super) struct Anything {
    value: Value,
    more: Vec<Value>,
}

impl Samples for Anything {
    fn samples() -> Vec<(&'static str, Anything)> {
        vec![
            (
                "nothing",
                Anything {
                    value: Value::Null,
                    more: vec![],
                },
            ),
            (
                "all of it",
                Anything {
                    value: json!({"a": [1, -1, 1.5, true, null, "", {"__proto__": 1, "constructor": {}}]}),
                    more: vec![json!(u64::MAX), json!(i64::MIN), json!("🍚"), json!([[[]]])],
                },
            ),
        ]
    }
}
