//! Getting a contract: out of a program, from a running server, from a file.

mod fetch;
mod read;
mod run;

pub(crate) use self::fetch::fetch;
pub(crate) use self::read::read_file;
pub(crate) use self::run::run;
