//! The model of an API: the contract with its JSON Schema translated into types.
//!
//! Everything that is written — TypeScript, documents — is written from here, so a schema is understood in one place.
//! What schemars can emit and this cannot say is a [`Problem`](crate::Problem), never a guess.

mod api;
mod constraints;
mod cycles;
mod keywords;
mod marks;
mod names;
mod object;
mod place;
mod prose;
mod read;
mod scalar;
mod shared;
mod types;
mod union;

use std::collections::BTreeMap;

use mego::contract::Contract;

pub use constraints::{Constraints, Implied};
pub use mego::contract::{FileField, WhenSlow};
pub use types::{Field, Format, Int64, Key, Kind, Literal, Notes, Object, Tagging, Type, Union, Variant};

use crate::problem::Problems;
use place::Place;
use prose::prose;
use read::Reader;

/// One API.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Model {
    /// The name of the API: of its files, its package and in its titles.
    pub name: String,
    /// What the documents call it, if not its name in words.
    pub title: Option<String>,
    /// The Cargo package that lists the methods.
    pub package: String,
    /// A fingerprint of the contract without its documents, 16 hexadecimal digits.
    pub hash: String,
    /// The methods in their groups, in the order of the documents.
    pub groups: Vec<Group>,
    /// The events in the order of their registration.
    pub events: Vec<Event>,
    /// What a client says of itself when it connects, if the server asks.
    pub data: Option<Type>,
    /// The named types.
    pub types: Types,
}

/// The named types, by side: what clients send and what the server sends.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Types {
    /// What clients send.
    pub input: BTreeMap<String, Type>,
    /// What the server sends.
    pub output: BTreeMap<String, Type>,
}

/// Which way a value travels. A named type is looked up on the side of the value that mentions it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// From a client to the server.
    Input,
    /// From the server to a client.
    Output,
}

/// Methods that stand together in the documents.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Group {
    /// The heading, if the methods were registered with one.
    pub title: Option<String>,
    /// The introduction, Markdown; may be empty.
    pub intro: String,
    /// The methods in the order in which they were listed.
    pub methods: Vec<Method>,
}

/// One method.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Method {
    /// The name on the wire: `createUser`, `users.list`.
    pub name: String,
    /// The path of the Rust function, for messages.
    pub rust: String,
    /// The doc comment, Markdown; may be empty.
    pub doc: String,
    /// The note of `#[deprecated]`, which may be empty, if the method is deprecated.
    pub deprecated: Option<String>,
    /// Whether a call may be sent twice.
    pub idempotent: bool,
    /// The deadline in milliseconds where the caller sets none and it is not the server's default.
    pub timeout_ms: Option<u64>,
    /// The largest parameters in bytes, where they are less than the server's limit.
    pub max_size: Option<u64>,
    /// Whether unknown parameters are ignored.
    pub lenient: bool,
    /// What the caller sends.
    pub input: Input,
    /// The files that go with it, beside the parameters.
    pub files: Vec<FileField>,
    /// What the caller gets.
    pub output: Output,
    /// The errors that the method declares, in source order.
    pub errors: Vec<ErrorVariant>,
}

/// What a caller sends.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Input {
    /// Parameters by position or by name. Default, examples and documentation are in the notes of each field's type.
    Params(Vec<Field>),
    /// One value that is the whole payload.
    Bind(Box<Type>),
}

/// What a caller gets.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Output {
    /// One value; [`Kind::Null`] for a method that returns nothing.
    Value(Type),
    /// A stream, and the type of one item of it.
    Stream(Type),
}

/// One error that a method declares.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ErrorVariant {
    /// The name of the status.
    pub status: String,
    /// Its code.
    pub code: u16,
    /// The doc comment of the variant, Markdown; may be empty.
    pub doc: String,
    /// What goes with it.
    pub data: Option<Type>,
}

/// One event.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Event {
    /// The name on the wire: `newMessage`, `room.closed`.
    pub name: String,
    /// The path of the Rust type, for messages.
    pub rust: String,
    /// The doc comment, Markdown; may be empty.
    pub doc: String,
    /// The note of `#[deprecated]`, which may be empty, if the event is deprecated.
    pub deprecated: Option<String>,
    /// The form of the names of its channels, if not every name will do.
    pub channel: Option<String>,
    /// What becomes of a subscriber that reads too slowly.
    pub when_slow: WhenSlow,
    /// What it carries: as a rule a name.
    pub data: Type,
}

impl Model {
    /// Reads a contract. `name` is what the API is called in files and titles.
    ///
    /// # Errors
    /// Everything in the contract that cannot be said in TypeScript or in a document.
    pub fn new(contract: &Contract, name: &str) -> Result<Model, Problems> {
        let mut problems = Problems::default();
        let model = Model::read(contract, name, &mut problems);
        problems.into_result(model)
    }

    /// Reads a contract as far as it can be read, so that what is wrong further on can be told together with what is wrong
    /// here. With problems the model is good for nothing else.
    pub fn read(contract: &Contract, name: &str, problems: &mut Problems) -> Model {
        let input = Reader::new(&contract.types, Side::Input, problems).table();
        let output = Reader::new(&contract.types, Side::Output, problems).table();
        cycles::check(&input, problems);
        cycles::check(&output, problems);
        let groups = contract
            .groups
            .iter()
            .map(|group| Group {
                title: group.title.as_deref().map(prose::line),
                intro: prose(&group.intro),
                methods: group
                    .methods
                    .iter()
                    .map(|method| api::method(method, &contract.types, problems))
                    .collect(),
            })
            .collect();
        let events = contract
            .events
            .iter()
            .map(|event| api::event(event, &contract.types, problems))
            .collect();
        let data = contract.data.as_ref().map(|schema| {
            Reader::new(&contract.types, Side::Input, problems).read(schema, &Place::root("on_connect(data)"))
        });
        Model {
            name: name.to_owned(),
            title: None,
            package: contract.package.clone(),
            hash: contract.hash(),
            groups,
            events,
            data,
            types: Types { input, output },
        }
    }

    /// All methods, in the order of the documents.
    pub fn methods(&self) -> impl Iterator<Item = &Method> {
        self.groups.iter().flat_map(|group| &group.methods)
    }

    /// The type that `name` means in a value of this side.
    #[must_use]
    pub fn named(&self, side: Side, name: &str) -> Option<&Type> {
        self.types.on(side).get(name)
    }

    /// Whether a value of the type may be null, looking through names.
    #[must_use]
    pub fn is_nullable(&self, side: Side, ty: &Type) -> bool {
        let mut ty = ty;
        // Names form no cycle without something in between, but a broken contract might.
        for _ in 0..64 {
            match &ty.kind {
                _ if ty.nullable => return true,
                Kind::Null | Kind::Any => return true,
                Kind::Named(name) => match self.named(side, name) {
                    Some(next) => ty = next,
                    None => return false,
                },
                _ => return false,
            }
        }
        false
    }

    /// Whether there is more to an event than that it happened.
    #[must_use]
    pub fn has_data(&self, event: &Event) -> bool {
        !matches!(self.resolved(Side::Output, &event.data), Kind::Null | Kind::Unit)
    }

    /// What a type is in the end, looking through names.
    #[must_use]
    pub fn resolved<'m>(&'m self, side: Side, ty: &'m Type) -> &'m Kind {
        &self.resolve(side, ty).kind
    }

    /// The type that stands behind the names.
    pub(crate) fn resolve<'m>(&'m self, side: Side, ty: &'m Type) -> &'m Type {
        let mut ty = ty;
        // Names form no cycle without something in between, but a broken contract might.
        for _ in 0..64 {
            match &ty.kind {
                Kind::Named(name) => match self.named(side, name) {
                    Some(next) => ty = next,
                    None => break,
                },
                _ => break,
            }
        }
        ty
    }
}

impl Types {
    /// The table of one side.
    #[must_use]
    pub fn on(&self, side: Side) -> &BTreeMap<String, Type> {
        match side {
            Side::Input => &self.input,
            Side::Output => &self.output,
        }
    }
}

impl Output {
    /// The type of the value, or of one item of the stream.
    #[must_use]
    pub fn ty(&self) -> &Type {
        match self {
            Output::Value(ty) | Output::Stream(ty) => ty,
        }
    }

    /// Whether it comes item by item.
    #[must_use]
    pub fn is_stream(&self) -> bool {
        matches!(self, Output::Stream(_))
    }
}

impl Method {
    /// Whether the method takes nothing at all.
    #[must_use]
    pub fn takes_nothing(&self) -> bool {
        self.files.is_empty() && matches!(&self.input, Input::Params(params) if params.is_empty())
    }
}
