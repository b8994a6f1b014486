//! The attributes and derives of Mego. Use them through the crate `mego`, where each is documented with examples that
//! run.
//!
//! Each macro goes the same way: parse what was written into a type of its own, check it, expand it. Faults are
//! collected in a `Ctxt`, so that all of them are reported at once, each on its own token.

mod attributes;
mod ctxt;
mod data;
mod docs;
mod error;
mod event;
mod examples;
#[cfg(test)]
mod golden;
mod lists;
mod method;
mod names;
mod owned;
mod reserved;
mod units;

use proc_macro::TokenStream;

/// Makes an async function a method that clients can call.
///
/// The function itself stays as it is and can be called, for example from a unit test. Beside it stands a type of the
/// same name, for [`methods!`](macro@methods) to find. Its doc comment and those of its parameters become the
/// documentation of the API.
///
/// # Arguments
///
/// A type that clients can send (`serde::Deserialize` and `mego::JsonSchema`) is a parameter; what implements
/// `mego::Arg` itself is an extractor. Clients send parameters as an array by position or as a map by name.
/// `#[param(…)]` on a parameter takes
///
/// - `name = "…"`: the name on the wire; otherwise the name in lowerCamelCase
/// - `default` or `default = …`: what the method gets where the client sends nothing
/// - `example = …`: an example for the documents
/// - `deprecated`: clients should no longer send it
/// - `int64 = "bigint"`, `"number"` or `"string"`: what the 64-bit integers in it are in TypeScript
///
/// # Results
///
/// What is returned is told by its type, so an alias or a box of it will do as well:
///
/// - a value that can be sent (`serde::Serialize` and `mego::JsonSchema`)
/// - a `Result` of it, whose error is a `mego::MethodError` or `mego::Error`
/// - a stream of items that can be sent: `impl Stream<Item = T>`. Its items may be `Result`s; the first error is its end
/// - a `Result` of a stream. If its items are `Result`s, too, the error is the same
///
/// ```
/// use mego::prelude::*;
/// use mego::stream::stream;
///
/// /// Counts down to 1.
/// #[mego::method]
/// async fn countdown(from: u32) -> mego::Result<impl Stream<Item = u32>> {
///     if from > 60 {
///         return Err(mego::Error::new(Status::Invalid, "a minute at the most"));
///     }
///     Ok(stream(async move |mut items| {
///         for n in (1..=from).rev() {
///             items.item(n).await;
///         }
///     }))
/// }
/// ```
///
/// # Options
///
/// - `name = "users.create"`: the name on the wire; otherwise the function's name in lowerCamelCase
/// - `timeout = "5s"`: the deadline of a call whose caller sets none, and the longest that one may set
/// - `max_size = "16KiB"`: the largest parameters
/// - `lenient`: parameters that the method does not know are ignored rather than refused
/// - `hidden`: the method is in no client and no document
/// - `idempotent`: a client may send the call again when it does not know whether it was executed
/// - `spawn`: the handler keeps the processor busy, and gets a thread of tokio's pool for blocking work
/// - `detached`: the call goes on to its end, or its deadline, also when the client that made it is gone; otherwise it
///   is dropped with the connection
/// - `crate = path`: where the crate `mego` is, if not at `::mego`
///
/// ```
/// use mego::prelude::*;
///
/// /// Lists the books of an author
/// ///
/// /// Sorted by title.
/// #[mego::method(name = "books.list", timeout = "2s", idempotent)]
/// async fn list_books(
///     /// The author's full name.
///     author: String,
///     /// How many at the most.
///     #[param(default = 20)]
///     limit: u32,
/// ) -> Vec<String> {
///     vec![format!("{limit} books by {author}")]
/// }
/// ```
#[proc_macro_attribute]
pub fn method(attribute: TokenStream, item: TokenStream) -> TokenStream {
    method::method(attribute.into(), item.into()).into()
}

/// Lists methods for `Engine::register`.
///
/// Two methods of one name in one list are a compile error; over several lists the engine refuses to start. "expected
/// type, found function" means that the function lacks `#[mego::method]`.
///
/// ```
/// use mego::prelude::*;
///
/// #[mego::method]
/// async fn ping() {}
///
/// #[mego::method]
/// async fn sum(a: i32, b: i32) -> i32 {
///     a + b
/// }
///
/// let methods = methods![ping, sum].group("Basics", "What every server has.");
/// ```
#[proc_macro]
pub fn methods(input: TokenStream) -> TokenStream {
    lists::methods(input.into()).into()
}

/// Makes a struct or an enum a type that goes over the wire: derives `Serialize`, `Deserialize` and `JsonSchema`, with
/// names in camelCase.
///
/// Attributes of serde and schemars work as usual; a `#[serde(rename_all = …)]` of your own takes the place of
/// camelCase. `#[mego(example = …)]` on the type or on a field is an example for the documents. `#[mego(int64 = "…")]` on a
/// field says what the 64-bit integers in it are in TypeScript: `"bigint"`, which they are otherwise; `"number"`, where one
/// beyond 2^53 − 1 is an error, never rounded; or `"string"`.
///
/// What schemars cannot see is added to the schema: that an `Option` with `skip_serializing_if = "Option::is_none"` is
/// never null, in which order the variants of an enum stand, and that a field of type `mego::Patch` may be left out.
///
/// # What clients see
///
/// | Rust | TypeScript |
/// |---|---|
/// | integers up to 32 bits, `f32`, `f64` | `number` |
/// | 64-bit integers, `usize`, 128-bit integers | `bigint`; a client may send a safe `number`, too |
/// | `String`, `char`, UUIDs, IP addresses, dates and times | `string` |
/// | `Option<T>` | <code>T \| null</code>; a client may leave it out |
/// | `mego::Patch<T>` | <code>name?: T \| null</code> |
/// | `Vec<T>`, sets | `readonly T[]` |
/// | tuples, `[T; 3]` | `readonly [A, B]` |
/// | maps with keys of text or integers | `{ readonly [key: string]: T }` |
/// | `mego::Bytes`, `bytes::Bytes` | `Uint8Array` |
/// | `mego::Millis` | `number` |
/// | structs, enums | interfaces, unions |
///
/// Where what is sent differs from what is received, as with a `bigint` or a default, there are two types: `User` is
/// what comes from the server, `UserInput` what goes to it.
///
/// # Example
///
/// ```
/// #[mego::data]
/// struct NewUser {
///     /// Login name, 1 to 32 characters.
///     #[mego(example = "yami")]
///     #[schemars(length(min = 1, max = 32))]
///     user_name: String,
/// }
///
/// let bytes = mego::wire::encode(&NewUser { user_name: "yami".to_owned() })?;
/// assert_eq!(bytes, b"\x81\xa8userName\xa4yami");
/// # Ok::<(), mego::Error>(())
/// ```
#[proc_macro_attribute]
pub fn data(attribute: TokenStream, item: TokenStream) -> TokenStream {
    data::data(attribute.into(), &item.into()).into()
}

/// Makes a struct or an enum an event: what the server pushes to those who subscribed.
///
/// It implies [`#[mego::data]`](macro@data), so everything said there holds here. The doc comment becomes the
/// documentation of the event; [`events!`](macro@events) lists it for `Engine::register`.
///
/// # Options
///
/// - `name = "room.closed"`: the name on the wire; otherwise the type's name in lowerCamelCase
/// - `channel = "room:{room}"`: the form of its channels' names. A part in braces stands for one character or more. A
///   channel of another form does not exist, and clients are typed by it. Without it, any name will do
/// - `when_slow = …`: what becomes of a subscriber that reads too slowly. `disconnect`, where nothing is said: an event
///   is delivered, or the connection is gone. `drop_oldest`: the oldest events that wait are dropped. `keep_latest`: only
///   the newest waits. With both of these, the subscriber is told that there is a gap
/// - `crate = path`: where the crate `mego` is, if not at `::mego`
///
/// ```
/// use mego::prelude::*;
///
/// /// Somebody wrote in a room.
/// #[mego::event(channel = "room:{room}")]
/// struct NewMessage {
///     author: String,
///     text: String,
/// }
///
/// /// Where the mouse of somebody is.
/// #[mego::event(name = "mouse.moved", channel = "page:{page}", when_slow = keep_latest)]
/// struct MouseMoved {
///     x: u32,
///     y: u32,
/// }
///
/// let engine = Engine::new().register(events![NewMessage, MouseMoved]);
/// let contract = engine.contract()?;
/// assert_eq!(contract.events[0].name, "newMessage");
/// assert_eq!(contract.events[1].channel.as_deref(), Some("page:{page}"));
/// # Ok::<(), mego::SetupError>(())
/// ```
#[proc_macro_attribute]
pub fn event(attribute: TokenStream, item: TokenStream) -> TokenStream {
    event::event(attribute.into(), &item.into()).into()
}

/// Lists events for `Engine::register`.
///
/// Two events of one name in one list are a compile error; over several lists the engine refuses to start.
///
/// ```
/// use mego::prelude::*;
///
/// /// Somebody came.
/// #[mego::event]
/// struct Joined {
///     name: String,
/// }
///
/// /// Somebody went.
/// #[mego::event]
/// struct Left {
///     name: String,
/// }
///
/// let events = events![Joined, Left].authorize(async |request: Subscribe| request.channel() != "private");
/// ```
#[proc_macro]
pub fn events(input: TokenStream) -> TokenStream {
    lists::events(input.into()).into()
}

/// Derives `mego::MethodError` for an enum of errors that a method declares.
///
/// ```
/// #[derive(mego::MethodError)]
/// enum BorrowError {
///     /// There are no more copies.
///     #[mego(status = Full)]
///     NoneLeft { waiting: u32 },
///     /// The library is closed.
///     #[mego(code = 101)]
///     Closed,
///     #[mego(transparent)]
///     Other(mego::Error),
/// }
/// ```
///
/// On each variant stands one of
///
/// - `#[mego(status = Exists)]`: a built-in status
/// - `#[mego(code = 101)]`: a status of your own, 101 to 65535, that bears the variant's name
/// - `#[mego(transparent)]`: a `mego::Error`, with a `From` for `?`
///
/// or nothing, where the variant bears the name of a built-in status. `message = "…"` sets the message, with fields in
/// braces (`{0}` for one without a name); otherwise it is the first paragraph of the doc comment.
/// `#[mego(name = "…")]` on a field sets its name on the wire; otherwise it is the field's in lowerCamelCase;
/// `#[mego(example = …)]` is an example for the documents. See `mego::MethodError` for an example.
#[proc_macro_derive(MethodError, attributes(mego))]
pub fn method_error(item: TokenStream) -> TokenStream {
    error::method_error(item.into()).into()
}
