//! What rustc says of mistakes: one error for each, on the user's own token, in words that lead on.
//!
//! Each file in `fail/<topic>` holds one mistake, with what rustc says of it beside it. After a change of words,
//! `TRYBUILD=overwrite cargo test -p tests --test ui` writes them again; read the difference as somebody who has never
//! seen Mego.

mod messages;
mod promise;
