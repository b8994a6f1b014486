//! Mego.

#[doc(hidden)]
pub mod __private;
mod args;
mod build;
mod call;
mod connection;
mod context;
pub mod contract;
mod engine;
mod error;
mod failure;
mod handle;
mod http;
mod limits;
mod method;
mod method_error;
pub mod prelude;
mod random;
mod server;
mod session;
mod spawn;
mod status;
pub mod transport;
pub mod wire;

pub use mego_macros::{MethodError, data, method, methods};
/// For types whose schema is written by hand.
#[doc(no_inline)]
pub use schemars;
pub use schemars::JsonSchema;

pub use self::args::{Arg, Bind, State};
pub use self::call::Call;
pub use self::context::Context;
pub use self::engine::Engine;
pub use self::error::{Error, Result, SetupError};
pub use self::handle::Handle;
pub use self::limits::Limits;
pub use self::method::{Method, MethodSet};
pub use self::method_error::MethodError;
pub use self::session::{ClientInfo, Session};
pub use self::status::Status;
