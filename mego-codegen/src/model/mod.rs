//! The model of an API: the contract with its JSON Schema translated into types.
//!
//! Everything that is written — TypeScript, documents — is written from here, so a schema is understood in one place.
//! What schemars can emit and this cannot say is a [`Problem`](crate::Problem), never a guess.

mod constraints;
mod keywords;
mod object;
mod place;
mod read;
mod scalar;
mod shared;
mod types;
mod union;

use std::collections::BTreeMap;

use mego::contract::{self, Contract};
use serde_json::Value;

pub use constraints::{Constraints, Implied};
pub use types::{Field, Format, Key, Kind, Literal, Notes, Object, Tagging, Type, Union, Variant};

use crate::problem::Problems;
use place::Place;
use read::Reader;

/// One API.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Model {
    /// The name of the API: of its files, its package and in its titles.
    pub name: String,
    /// The Cargo package that lists the methods.
    pub package: String,
    /// A fingerprint of the contract without its documents, 16 hexadecimal digits.
    pub hash: String,
    /// The methods in their groups, in the order of the documents.
    pub groups: Vec<Group>,
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
        let groups = contract
            .groups
            .iter()
            .map(|group| Group {
                title: group.title.clone(),
                intro: group.intro.clone(),
                methods: group
                    .methods
                    .iter()
                    .map(|method| read_method(method, &contract.types, problems))
                    .collect(),
            })
            .collect();
        Model {
            name: name.to_owned(),
            package: contract.package.clone(),
            hash: contract.hash(),
            groups,
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

impl Method {
    /// Whether the method takes nothing at all.
    #[must_use]
    pub fn takes_nothing(&self) -> bool {
        matches!(&self.input, Input::Params(params) if params.is_empty())
    }
}

fn read_method(method: &contract::Method, tables: &contract::Types, problems: &mut Problems) -> Method {
    let place = Place::root(&method.rust);
    let input = match &method.input {
        contract::Input::Params(params) => {
            let mut reader = Reader::new(tables, Side::Input, problems);
            Input::Params(
                params
                    .iter()
                    .map(|param| read_param(param, &place, &mut reader))
                    .collect(),
            )
        }
        contract::Input::Bind(schema) => Input::Bind(Box::new(
            Reader::new(tables, Side::Input, problems).read(schema, &place.step("(Bind)")),
        )),
        _ => {
            newer(&place, problems);
            Input::Params(Vec::new())
        }
    };
    let output = match &method.output {
        contract::Output::Value(schema) => {
            Output::Value(Reader::new(tables, Side::Output, problems).read(schema, &place.step(" -> ")))
        }
        _ => {
            newer(&place, problems);
            Output::Value(Type::of(Kind::Null))
        }
    };
    let errors = method
        .errors
        .iter()
        .map(|error| ErrorVariant {
            status: error.status.clone(),
            code: error.code,
            doc: error.doc.clone(),
            data: error.data.as_ref().map(|schema| {
                let place = place.step(&format!(" -> Err({})", error.status));
                Reader::new(tables, Side::Output, problems).read(schema, &place)
            }),
        })
        .collect();
    Method {
        name: method.name.clone(),
        rust: method.rust.clone(),
        doc: method.doc.clone(),
        deprecated: method.deprecated.clone(),
        idempotent: method.idempotent,
        timeout_ms: method.timeout_ms,
        max_size: method.max_size,
        lenient: method.lenient,
        input,
        output,
        errors,
    }
}

/// What the attribute of a parameter says goes before what its type says.
fn read_param(param: &contract::Param, place: &Place, reader: &mut Reader<'_>) -> Field {
    let mut ty = reader.read(&param.schema, &place.step(&format!("({})", param.name)));
    if !param.doc.is_empty() {
        ty.notes.doc.clone_from(&param.doc);
    }
    if param.default.is_some() {
        ty.notes.default.clone_from(&param.default);
    }
    if let Some(example) = &param.example {
        ty.notes.examples = vec![Value::clone(example)];
    }
    ty.notes.deprecated |= param.deprecated;
    Field {
        name: param.name.clone(),
        ty,
        required: param.required,
    }
}

fn newer(place: &Place, problems: &mut Problems) {
    problems.add(
        place.to_string(),
        "the contract says something here that this mego-codegen does not know",
        "install the mego-codegen of the same release as the server's mego",
    );
}
