//! Names that no method and no event may have. The macros and the generator refuse the same ones: what compiles can be
//! generated. Each has this file, and a test of the generator compares the two.

/// Not as any part of a name: a member called `then` would make `await client.users` wait for ever, and the others are
/// what every object of JavaScript has.
pub(crate) const ANYWHERE: &[&str] = &["then", "constructor", "prototype", "__proto__"];

/// Not as the first part of a method's name: what a client has beside its methods, or may have one day, and what would
/// make it look like a promise or hide what every object can do.
pub(crate) const OF_CLIENTS: &[&str] = &[
    "auth",
    "authenticate",
    "call",
    "catch",
    "close",
    "connect",
    "data",
    "emit",
    "events",
    "finally",
    "hasOwnProperty",
    "notify",
    "off",
    "on",
    "once",
    "set",
    "state",
    "stats",
    "subscribe",
    "toJSON",
    "toString",
    "unsubscribe",
    "upload",
    "valueOf",
];
