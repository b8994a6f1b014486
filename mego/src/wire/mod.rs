//! The wire: frames, the scan that every message passes, the MessagePack codec and the close codes.
//!
//! Pure: bytes in, values out, no I/O. `PROTOCOL.md` describes the same in words. Servers and clients do not need this
//! module; it is public for tools that speak the protocol themselves: proxies, recorders, tests.

mod close;
mod codec;
mod frame;
mod frame_read;
mod frame_write;
mod hello;
mod malformed;
mod params;
mod reader;
mod write;

pub use self::close::CloseCode;
pub(crate) use self::codec::{EncodeError, encode_into};
pub use self::codec::{decode, encode};
pub(crate) use self::frame::Request;
pub(crate) use self::frame::sub_state;
pub use self::frame::{CallOptions, ErrFrame, FileFrame, Frame};
pub use self::frame_read::Frames;
pub(crate) use self::frame_write::{write_event_head, write_item_head, write_ok_head};
pub use self::hello::{Hello, Welcome, WelcomeLimits};
pub use self::malformed::Malformed;
pub use self::params::RawParams;
pub(crate) use self::params::{Entry, Layout, MAX_PARAMS, Shape};
pub(crate) use self::write::Write;

/// The WebSocket subprotocol that a client offers and the server selects.
pub const SUBPROTOCOL: &str = "mego.v1.msgpack";

/// The version of the protocol in Hello and Welcome.
pub const VERSION: u64 = 1;

/// Arrays and maps nest at most this deep in one message, the frame itself counted.
///
/// rmp-serde's own limit of 1024 does not protect a debug build: on a stack of 2 MiB it aborts the process at some
/// 565 levels.
pub const MAX_DEPTH: usize = 32;

/// One message holds at most this many MessagePack elements: a value, a key and a container each count as one.
pub const MAX_ELEMENTS: u32 = 65_536;

/// Integers of the protocol itself are at most 2^53 − 1, so that a JavaScript number holds each exactly.
pub const MAX_INTEGER: u64 = (1 << 53) - 1;
