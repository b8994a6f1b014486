//! The TypeScript runtime, which goes into every client as it is.

use super::Target;

/// The files of the runtime by name.
pub(super) fn files(target: Target) -> &'static [(&'static str, &'static str)] {
    match target {
        Target::Ts => TS,
        Target::Js => JS,
    }
}

include!(concat!(env!("OUT_DIR"), "/runtime.rs"));
