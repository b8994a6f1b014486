//! What the macros write refers to. Not for anybody else: it changes without notice.

pub use std::format;

pub use schemars;
pub use serde;

pub use crate::args::{Arg, Place, arg, arg_or, arg_or_default, text_default};
pub use crate::call::{Call, Missing};
pub use crate::contract::{Declarations, WhenSlow};
pub use crate::event::{Event, EventDefinition, EventInfo, EventSet};
pub use crate::failure::Failure;
pub use crate::hooks::{Connect, IntoOutcome};
pub use crate::method::{
    Definition, Fallible, FallibleStream, FallibleStreamOfResults, Info, Method, MethodOutput, MethodSet,
    OfResult, OfValue, Plain, Probe, Slot, StreamItem, StreamOfResults, StreamOfValues, probe, send,
};

/// The levels of the probe, without names that could hide a user's.
pub mod kinds {
    pub use crate::method::{ReturnsAnything as _, ReturnsNoResult as _, ReturnsStream as _};
}
pub use crate::method_error::{MethodError, transparent};
pub use crate::rebuild::{ErrorData, NotRebuilt, Rebuilt};
pub use crate::subscribe::{IntoVerdict, Verdict};

/// What `call!` writes refers to.
#[cfg(feature = "client")]
pub mod client {
    pub use crate::client::typed::{
        Arguments, Bound, Callable, Called, Complete, Cons, List, Named, Next, Nil, NoFurtherParameter,
        Parameter, Provided, Receivable, Sendable, Sent, Signature, Signed, Slot,
    };

    /// The levels at which the role of an argument is found, without names that could hide a user's.
    pub mod roles {
        pub use super::super::kinds::*;
        pub use crate::client::typed::{
            RoleOfOthers as _, RoleOfParam as _, RoleOfPayload as _, Signed as _,
        };
    }
}

/// An example, as it would stand in JSON. One that cannot be written so is left out of the contract as null, and the
/// check of examples against the schema then names it.
pub fn example<T: Example + ?Sized>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// What can be an example.
#[diagnostic::on_unimplemented(
    message = "a `{Self}` cannot be an example",
    label = "this cannot be written as JSON",
    note = "an example is a value as clients see it: a literal, or a type that is `serde::Serialize`"
)]
pub trait Example: serde::Serialize {}

#[diagnostic::do_not_recommend]
impl<T: serde::Serialize + ?Sized> Example for T {}

pub use serde_json::Value;

/// The place of a type among arguments; an extractor's for a type that is no argument. The inherent constant is met
/// before the trait's wherever its bound holds.
#[derive(Debug)]
pub struct Placed<T>(std::marker::PhantomData<T>);

impl<T: Arg> Placed<T> {
    pub const PLACE: Place = T::PLACE;
}

pub trait NotPlaced {
    const PLACE: Place = Place::Extractor;
}

impl<T> NotPlaced for Placed<T> {}

#[must_use]
pub const fn is_param(place: Place) -> bool {
    matches!(place, Place::Param)
}

/// Whether a bound payload is the only thing that the client sends.
#[must_use]
pub const fn is_alone(places: &[Place]) -> bool {
    let mut sent = 0;
    let mut position = 0;
    while position < places.len() {
        if !matches!(places[position], Place::Extractor) {
            sent += 1;
        }
        position += 1;
    }
    sent <= 1
}

/// One entry of `methods![…]`: the wire name and the definition.
pub type ListEntry = (&'static str, fn() -> Definition);

#[diagnostic::on_unimplemented(
    message = "this is not a Mego method",
    label = "put `#[mego::method]` on this function",
    note = "`methods![…]` lists async functions that have the attribute `#[mego::method]`"
)]
pub trait Listed {
    const ENTRY: ListEntry;
}

#[diagnostic::do_not_recommend]
impl<M: Method> Listed for M {
    const ENTRY: ListEntry = (M::NAME, M::definition);
}

/// One entry of `events![…]`: the wire name and the definition.
pub type EventEntry = (&'static str, fn() -> EventDefinition);

#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an event",
    label = "put `#[mego::event]` on this type",
    note = "`events![…]` lists types that have the attribute `#[mego::event]`"
)]
pub trait ListedEvent {
    const ENTRY: EventEntry;
}

#[diagnostic::do_not_recommend]
impl<E: Event> ListedEvent for E {
    const ENTRY: EventEntry = (E::NAME, EventDefinition::of::<E>);
}

/// Whether the name at `position` stands before it already.
#[must_use]
pub const fn repeats<T>(list: &[(&'static str, T)], position: usize) -> bool {
    let name = list[position].0.as_bytes();
    let mut earlier = 0;
    while earlier < position {
        if is_same(list[earlier].0.as_bytes(), name) {
            return true;
        }
        earlier += 1;
    }
    false
}

const fn is_same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut position = 0;
    while position < a.len() {
        if a[position] != b[position] {
            return false;
        }
        position += 1;
    }
    true
}

/// The schema of a type, or of anything where the type has none. A type without one has its error already, at the place
/// where its value is encoded.
#[derive(Debug)]
pub struct Described<T>(std::marker::PhantomData<T>);

/// Adds a schema to the output table and gives the reference.
pub type Schema = fn(&mut schemars::SchemaGenerator) -> schemars::Schema;

impl<T: schemars::JsonSchema> Described<T> {
    pub const SCHEMA: Schema = |generator| generator.subschema_for::<T>();
}

pub trait NotDescribed {
    const SCHEMA: Schema = |_| schemars::Schema::default();
}

impl<T> NotDescribed for Described<T> {}

/// A type that a field of a `#[mego::data]` type may have.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot go over the wire",
    label = "every type in here has to be one that can be sent",
    note = "put `#[mego::data]` on it, or derive `serde::Serialize`, `serde::Deserialize` and `mego::JsonSchema` for it"
)]
pub trait Field: serde::Serialize + schemars::JsonSchema {}

#[diagnostic::do_not_recommend]
impl<T: serde::Serialize + schemars::JsonSchema + ?Sized> Field for T {}

/// Requires that a field can be sent.
pub fn field<T: Field + ?Sized>() {}

/// Takes away what is said about a struct that was flattened into one about which nothing is said.
pub fn undocumented(schema: &mut schemars::Schema) {
    schema.remove("title");
    schema.remove("description");
}
