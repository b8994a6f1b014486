//! Events: what the server pushes, typed and by name.

use std::any::TypeId;
use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::contract::{self, Declarations, WhenSlow};
use crate::pattern;
use crate::subscribe::{Authorize, Authorizer};

/// Something that happened, as subscribers are told of it. `#[mego::event]` implements it for a struct or an enum.
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
/// assert_eq!(<NewMessage as mego::Event>::NAME, "newMessage");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an event",
    label = "put `#[mego::event]` on this type",
    note = "an event has a name on the wire and stands in the documents; what goes over the wire otherwise is `#[mego::data]`"
)]
pub trait Event: Serialize + JsonSchema + 'static {
    /// The name on the wire.
    const NAME: &'static str;

    #[doc(hidden)]
    const INFO: &'static EventInfo;
}

/// What the attribute and the type say of an event.
#[doc(hidden)]
#[derive(Debug)]
pub struct EventInfo {
    pub name: &'static str,
    pub rust: &'static str,
    pub doc: &'static str,
    pub deprecated: Option<&'static str>,
    pub channel: Option<&'static str>,
    pub when_slow: WhenSlow,
}

impl EventInfo {
    /// Whether a channel of this name has the form that the event says its channels have.
    pub(crate) fn has_channel(&self, name: &str) -> bool {
        self.channel.is_none_or(|pattern| pattern::matches(pattern, name))
    }
}

/// An event, ready to be registered.
#[doc(hidden)]
pub struct EventDefinition {
    pub(crate) info: &'static EventInfo,
    pub(crate) id: TypeId,
    declare: fn(&mut Declarations) -> Value,
}

impl EventDefinition {
    pub fn of<E: Event>() -> EventDefinition {
        EventDefinition {
            info: E::INFO,
            id: TypeId::of::<E>(),
            declare: Declarations::event::<E>,
        }
    }

    pub(crate) fn declare(&self, declarations: &mut Declarations) -> contract::Event {
        let info = self.info;
        contract::Event {
            name: info.name.to_owned(),
            rust: info.rust.to_owned(),
            doc: info.doc.to_owned(),
            deprecated: info.deprecated.map(str::to_owned),
            channel: info.channel.map(str::to_owned),
            when_slow: info.when_slow,
            data: (self.declare)(declarations),
        }
    }
}

impl fmt::Debug for EventDefinition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("EventDefinition").field(&self.info.name).finish()
    }
}

/// A list of events, made by [`events!`](crate::events).
///
/// ```
/// use mego::prelude::*;
///
/// /// Somebody wrote in a room.
/// #[mego::event]
/// struct NewMessage {
///     text: String,
/// }
///
/// async fn may_join(request: Subscribe) -> bool {
///     request.channel() != "room:private"
/// }
///
/// let engine = Engine::new().register(events![NewMessage].authorize(may_join));
/// ```
#[must_use = "a list of events does nothing until an engine registers it"]
pub struct EventSet {
    pub(crate) package: &'static str,
    pub(crate) events: Vec<EventDefinition>,
    pub(crate) authorizers: Vec<Authorizer>,
}

impl EventSet {
    #[doc(hidden)]
    pub fn from_list(package: &'static str, list: &[crate::__private::EventEntry]) -> EventSet {
        EventSet {
            package,
            events: list.iter().map(|(_, definition)| definition()).collect(),
            authorizers: Vec::new(),
        }
    }

    /// Asks this function before a client is subscribed to an event of the list. Of several, all have to say yes. See
    /// [`Authorize`].
    pub fn authorize(mut self, authorize: impl Authorize) -> EventSet {
        self.authorizers.push(Authorizer::new(authorize));
        self
    }
}

impl fmt::Debug for EventSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("EventSet").field(&self.events).finish()
    }
}
