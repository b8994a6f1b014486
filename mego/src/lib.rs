//! Typed methods for browsers, from plain async functions: one WebSocket, MessagePack, a generated TypeScript client and
//! API documents.
//!
//! ```no_run
//! use mego::prelude::*;
//!
//! /// Adds two numbers.
//! #[mego::method]
//! async fn sum(a: i32, b: i32) -> i32 {
//!     a.saturating_add(b)
//! }
//!
//! #[tokio::main]
//! async fn main() -> mego::Result<()> {
//!     Engine::default().register(methods![sum]).run("127.0.0.1:5000").await
//! }
//! ```
//!
//! - [`method`](macro@method) makes a function a method; [`Arg`] says what its arguments may be: parameters, [`Bind`] for
//!   the whole payload, and extractors such as [`State`], [`Session`] and your own.
//! - [`data`](macro@data) makes a type one that goes over the wire; [`Bytes`], [`Millis`] and [`Patch`] say there what a
//!   `Vec<u8>`, a `Duration` and an `Option<Option<T>>` cannot.
//! - [`stream::stream`] and every other `impl Stream` as a result make a method that answers one by one.
//! - [`event`](macro@event) makes a type an event; [`Handle::to`] emits it to the subscribers of a channel, and
//!   [`EventSet::authorize`] says who may be one.
//! - [`Middleware`] stands around methods; [`middleware`] has those of Mego. [`Engine::on_connect`] decides who may come in.
//! - [`MethodError`](trait@MethodError) is what a method may fail with; [`Error`] is for everything else that goes wrong.
//! - [`Engine`] puts an API together and runs it; [`Limits`] has every limit; [`Handle`] reaches it while it runs.
//! - `client`, with the feature of that name, calls a server from Rust, typed by its functions.
//! - [`contract`] describes an API, for `mego-codegen` and for tools of your own; [`wire`] is the protocol.
//!
//! # Logs
//!
//! Mego logs through [`tracing`](https://docs.rs/tracing), under the targets `mego` and `mego::call`: incidents with all that
//! led to them, refused origins, and with [`Engine::default`] a line for each call. Without a subscriber, such as that of
//! `tracing-subscriber`, nothing is shown.
//!
//! Each call has a span with its method, its session and the client's `traceparent`; what a handler logs stands within it.
//!
//! # Metrics
//!
//! With the feature `metrics`, Mego counts through the [`metrics`](https://docs.rs/metrics) facade; with `prometheus`,
//! `Engine::prometheus` also shows it at a path.
//!
//! | Name | Kind | |
//! |---|---|---|
//! | `mego_connections` | gauge | connections that are open |
//! | `mego_subscriptions` | gauge | subscriptions |
//! | `mego_queue_bytes` | gauge | events that wait for clients to read them |
//! | `mego_calls_total` | counter | answered calls, by `method` and `status` |
//! | `mego_call_seconds` | histogram | from the arrival of a call to its answer, or to the end of its stream, by `method` |
//! | `mego_refused_total` | counter | calls that reached no method, by `status`: Busy, Unavailable, Unimplemented |
//! | `mego_events_dropped_total` | counter | events dropped for slow readers, by `event` |
//! | `mego_gaps_total` | counter | gaps of which a subscriber was told |
//! | `mego_malformed_total` | counter | malformed messages, by `reason` |
//! | `mego_ignored_frames_total` | counter | frames of unknown kinds, and answers to what is over |
//! | `mego_closed_total` | counter | connections that the server closed, by `code` |
//!
//! # Features
//!
//! None is on by default. `chrono`, `jiff`, `uuid`: the types of these crates may go over the wire; your own dependency on
//! them needs their feature `serde`. `client`: the Rust client. `metrics` and `prometheus`: see above. `tls`: `Engine::tls`.
//!
//! # Testing
//!
//! An annotated function is still a function: `assert_eq!(sum(1, 2).await, 3)`. A whole API, with its middleware, sessions
//! and events, is called without a socket through [`Engine::in_memory`] and the `client` module, which the feature
//! `client` brings:
//!
//! ```toml
//! [dev-dependencies]
//! mego = { version = "0.1", features = ["client"] }
//! tokio = { version = "1", features = ["macros", "rt", "test-util"] }
//! ```
//!
#![cfg_attr(feature = "client", doc = "```")]
#![cfg_attr(not(feature = "client"), doc = "```ignore")]
//! use mego::client::{CallError, Client};
//! use mego::prelude::*;
//!
//! #[derive(Debug, MethodError)]
//! enum DivideError {
//!     /// Nothing can be divided by zero.
//!     #[mego(code = 101)]
//!     ByZero,
//! }
//!
//! /// Divides a number.
//! #[mego::method]
//! async fn divide(State(scale): State<i32>, a: i32, b: i32) -> Result<i32, DivideError> {
//!     a.checked_div(b).map(|quotient| quotient * scale).ok_or(DivideError::ByZero)
//! }
//!
//! fn engine() -> Engine {
//!     Engine::new().state(10).register(methods![divide])
//! }
//!
//! # /*
//! #[tokio::test]
//! # */
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() { nothing_is_divided_by_zero().await }
//! async fn nothing_is_divided_by_zero() {
//!     let client: Client = engine().in_memory().unwrap().client();
//!     // Typed by the function: extractors are left out, and the error is the method's own.
//!     assert_eq!(mego::call!(client, divide, 6, 3).await.unwrap(), 20);
//!     let error = mego::call!(client, divide, 6, 0).await.unwrap_err();
//!     assert!(matches!(error, CallError::Declared(DivideError::ByZero)));
//! }
//! ```
//!
//! With `#[tokio::test(start_paused = true)]` minutes pass in no time: deadlines, pings and reconnections go by tokio's
//! clock, and nothing in memory waits for another. [`transport::memory::pair`] lets a test play the server by hand.

#[doc(hidden)]
pub mod __private;
mod args;
mod build;
mod call;
mod channels;
#[cfg(feature = "client")]
pub mod client;
mod connection;
mod context;
pub mod contract;
mod directory;
mod emit;
mod engine;
mod error;
mod event;
mod failure;
mod fnv;
mod handle;
mod hooks;
mod http;
mod limits;
mod method;
mod method_error;
pub mod middleware;
mod observe;
mod panic;
mod pattern;
pub mod prelude;
mod random;
#[doc(hidden)]
mod rebuild;
mod reply;
mod running;
mod server;
mod session;
mod signals;
mod spawn;
mod status;
pub mod stream;
mod subscribe;
pub mod transport;
mod types;
mod values;
pub mod wire;

pub use mego_macros::{MethodError, data, event, events, method, methods};
/// For types whose schema is written by hand.
#[doc(no_inline)]
pub use schemars;
pub use schemars::JsonSchema;

pub use self::args::{Arg, Bind, State};
pub use self::call::Call;
pub use self::context::Context;
pub use self::emit::To;
pub use self::engine::Engine;
pub use self::error::{Error, Result, SetupError};
pub use self::event::{Event, EventSet};
pub use self::handle::Handle;
pub use self::hooks::OnConnect;
pub use self::limits::Limits;
pub use self::method::{Method, MethodSet, Registration};
pub use self::method_error::MethodError;
pub use self::middleware::{Middleware, Next, Replying};
pub use self::reply::{IntoReply, Reply};
pub use self::session::{ClientInfo, Session};
pub use self::status::Status;
pub use self::stream::Stream;
pub use self::subscribe::{Authorize, Subscribe};
pub use self::types::{Bytes, Millis, MillisError, Patch};

/// The examples of the README are tests, too.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
