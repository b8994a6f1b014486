//! Events: names, what the contract says of them, and attributes of others on them.

// schemars' derive names the type that it stands on.
#![allow(deprecated)]

use mego::Event as _;
use mego::contract::{Contract, Event, WhenSlow};
use mego::prelude::*;
use serde_json::json;

/// Somebody wrote in a room.
///
/// The text is plain.
#[mego::event(channel = "room:{room}")]
struct NewMessage {
    /// Who wrote it.
    #[mego(example = "yami")]
    author_name: String,
    text: String,
}

/// Nothing to say.
#[mego::event(name = "room.closed", when_slow = keep_latest)]
#[deprecated(note = "rooms stay open")]
#[derive(Clone, Copy)]
struct RoomClosed;

#[mego::event(when_slow = drop_oldest)]
enum MoodChanged {
    Happy,
    Sad { since: String },
}

#[mego::event(when_slow = disconnect)]
struct Moved(i32, i32);

#[mego::event]
#[cfg(not(test))]
struct Absent {
    unknown: TypeThatDoesNotExist,
}

#[mego::event]
#[cfg(test)]
struct Present {
    known: bool,
}

mod rooms {
    #[mego::event]
    pub(super) struct Opened;

    pub(super) fn events() -> mego::EventSet {
        mego::events![Opened]
    }
}

fn event<'a>(contract: &'a Contract, name: &str) -> &'a Event {
    let mut events = contract.events.iter();
    events
        .find(|event| event.name == name)
        .unwrap_or_else(|| panic!("the contract has no `{name}`"))
}

#[test]
fn the_contract_says_all_of_an_event() {
    let events = events![NewMessage, RoomClosed, MoodChanged, Moved, Present, rooms::Opened];
    let contract = Engine::new().register(events).contract().unwrap();
    let names: Vec<_> = contract.events.iter().map(|event| event.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "newMessage",
            "room.closed",
            "moodChanged",
            "moved",
            "present",
            "opened"
        ]
    );
    let message = event(&contract, "newMessage");
    assert_eq!(message.rust, "macros::events::NewMessage");
    assert_eq!(message.doc, "Somebody wrote in a room.\n\nThe text is plain.");
    assert_eq!(message.channel.as_deref(), Some("room:{room}"));
    assert_eq!(message.when_slow, WhenSlow::Disconnect);
    assert_eq!(message.deprecated, None);
    assert_eq!(message.data, json!({ "$ref": "#/types/output/NewMessage" }));
    let fields = &contract.types.output["NewMessage"]["properties"];
    assert_eq!(fields["authorName"]["examples"], json!(["yami"]));
    let closed = event(&contract, "room.closed");
    assert_eq!(closed.deprecated.as_deref(), Some("rooms stay open"));
    assert_eq!(closed.when_slow, WhenSlow::KeepLatest);
    assert_eq!(closed.channel, None);
    assert_eq!(event(&contract, "moodChanged").when_slow, WhenSlow::DropOldest);
    assert_eq!(event(&contract, "moved").when_slow, WhenSlow::Disconnect);
    assert_eq!(event(&contract, "opened").rust, "macros::events::rooms::Opened");
    assert_eq!(Present::NAME, "present");
}

#[test]
fn an_event_is_data() {
    let message = NewMessage {
        author_name: "yami".to_owned(),
        text: "hi".to_owned(),
    };
    let bytes = mego::wire::encode(&message).unwrap();
    assert_eq!(bytes, b"\x82\xaaauthorName\xa4yami\xa4text\xa2hi");
    let back: NewMessage = mego::wire::decode(&bytes).unwrap();
    assert_eq!(back.text, "hi");
    let mood = mego::wire::encode(&MoodChanged::Sad {
        since: "now".to_owned(),
    })
    .unwrap();
    assert_eq!(mood, b"\x81\xa3sad\x81\xa5since\xa3now");
    let _ = MoodChanged::Happy;
    let moved = mego::wire::encode(&Moved(1, 2)).unwrap();
    assert_eq!(moved, b"\x92\x01\x02");
}

#[test]
fn an_event_may_be_listed_from_anywhere_but_not_twice() {
    let both = Engine::new()
        .register(rooms::events())
        .register(events![rooms::Opened,]);
    let problem = both.contract().unwrap_err().to_string();
    assert!(problem.contains("opened"), "{problem}");
    let contract = Engine::new().register(events![]).contract().unwrap();
    assert!(contract.events.is_empty());
}
