//! The TypeScript runtime, which goes into every client as it is.

use super::{Options, Target};

/// The files of the runtime by name, without those that nobody has asked for.
pub(super) fn files(options: Options) -> impl Iterator<Item = (&'static str, &'static str)> {
    let all = match options.target {
        Target::Ts => TS,
        Target::Js => JS,
    };
    all.iter().copied().filter(move |(name, _)| {
        let (stem, _) = name.split_once('.').unwrap_or((name, ""));
        match stem {
            "query" => options.query,
            "react" => options.react,
            _ => true,
        }
    })
}

include!(concat!(env!("OUT_DIR"), "/runtime.rs"));
