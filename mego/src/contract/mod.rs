//! The contract: everything about an API that a client or a document needs, as one JSON file.
//!
//! `Engine::contract` makes it, `mego-codegen` reads it. It is deterministic: the same
//! program gives the same bytes. Types are JSON Schema 2020-12.

mod collisions;
mod declare;
mod hash;
mod spelling;

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

#[doc(hidden)]
pub use self::declare::Declarations;
pub(crate) use self::declare::Declared;

/// The version of the contract's own format. A reader refuses any other.
pub const VERSION: u32 = 1;

/// One API: its methods, its errors and the types they use.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Contract {
    /// The version of this format: [`VERSION`].
    pub mego: u32,
    /// The Cargo package that lists the methods. Methods without a group stand under this name in the documents.
    pub package: String,
    /// Groups of methods in the order of their registration. Every method is in exactly one.
    pub groups: Vec<Group>,
    /// Events in the order of their registration.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Event>,
    /// What a client says of itself when it connects: a schema with references into the input table. `None` where the
    /// server asks for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<Value>,
    /// Named types, as the server reads them and as it writes them.
    pub types: Types,
}

/// The two tables of named types. They differ where serde does: a field with a default may be left out of what the
/// server reads, and is always in what it writes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Types {
    /// What clients send: `{"$ref": "#/types/input/Name"}`.
    pub input: BTreeMap<String, Value>,
    /// What the server sends: `{"$ref": "#/types/output/Name"}`.
    pub output: BTreeMap<String, Value>,
}

/// Methods that stand together in the documents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// The heading. `None` for methods that were registered without a group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The introduction below the heading, Markdown; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub intro: String,
    /// The methods in the order in which they were listed.
    pub methods: Vec<Method>,
}

/// One method.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Method {
    /// The name on the wire, lowerCamelCase, perhaps with dots: `users.create`.
    pub name: String,
    /// The path of the Rust function, for error messages: `shop::users::create`.
    pub rust: String,
    /// The doc comment as written, one leading space removed from each line. Markdown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub doc: String,
    /// The note of `#[deprecated]`; empty where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// Whether a client may send the call again when it does not know if the first one was executed.
    #[serde(default, skip_serializing_if = "is_false")]
    pub idempotent: bool,
    /// The deadline in milliseconds when the caller sets none, where it differs from the server's default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout_ms: Option<u64>,
    /// The largest parameters in bytes, where they are less than the server's limit for a message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_size: Option<u64>,
    /// Whether parameters that the method does not know are ignored rather than refused.
    #[serde(default, skip_serializing_if = "is_false")]
    pub lenient: bool,
    /// What the caller sends.
    pub input: Input,
    /// The files that go with it, beside the parameters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileField>,
    /// What the caller gets.
    pub output: Output,
    /// The errors that the method declares, in source order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorVariant>,
}

/// What a caller sends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Input {
    /// Parameters, sent as an array by position or as a map by name. Empty for a method that takes nothing.
    Params(Vec<Param>),
    /// One value that is the whole payload (`Bind<T>`): a schema, most often a `$ref` into the input table.
    Bind(Value),
}

/// What a caller gets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Output {
    /// One value: its schema. `{"type": "null"}` for a method that returns nothing.
    Value(Value),
    /// A stream: the schema of one item. It ends by itself or with one of the method's errors.
    Stream(Value),
}

/// One event: what the server pushes to the subscribers of a channel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// The name on the wire, lowerCamelCase.
    pub name: String,
    /// The path of the Rust type, for error messages: `chat::NewMessage`.
    pub rust: String,
    /// The doc comment as written, one leading space removed from each line. Markdown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub doc: String,
    /// The note of `#[deprecated]`; empty where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// The form of the names of its channels, with parts that vary in braces: `room:{room}`. `None` where any name will do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// What becomes of a subscriber that reads too slowly.
    #[serde(default, skip_serializing_if = "WhenSlow::is_default")]
    pub when_slow: WhenSlow,
    /// The schema of what it carries, with references into the output table.
    pub data: Value,
}

/// What becomes of a subscriber whose queue is full.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum WhenSlow {
    /// It is disconnected with 4002: an event is delivered, or the connection is gone.
    #[default]
    Disconnect,
    /// The oldest events that wait for it are dropped, and it is told that there is a gap.
    DropOldest,
    /// Only the newest event of a subscription waits for it, and it is told that there is a gap.
    KeepLatest,
}

impl WhenSlow {
    #[allow(clippy::trivially_copy_pass_by_ref)] // serde's `skip_serializing_if` passes a reference
    fn is_default(&self) -> bool {
        *self == WhenSlow::Disconnect
    }
}

/// One parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Param {
    /// The name on the wire, lowerCamelCase.
    pub name: String,
    /// The doc comment of the parameter. Markdown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub doc: String,
    /// Its JSON Schema, with references into the input table.
    pub schema: Value,
    /// Whether the caller has to send it.
    pub required: bool,
    /// What the method gets where the caller sends nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// An example, as it would stand in JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<Value>,
    /// Whether callers should stop sending it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deprecated: bool,
}

/// One file, or several under one name, that a caller sends with a call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FileField {
    /// The name on the wire, lowerCamelCase.
    pub name: String,
    /// The doc comment. Markdown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub doc: String,
    /// Whether the caller has to send it.
    pub required: bool,
    /// Whether there may be several.
    #[serde(default, skip_serializing_if = "is_false")]
    pub many: bool,
    /// The largest file in bytes, where the method has a limit of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_size: Option<u64>,
    /// The most files under this name, where the method has a limit of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_files: Option<u32>,
    /// What is accepted: media types (`image/png`, `image/*`) and extensions with their dot (`.png`). Empty: anything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<String>,
}

/// One error that a method declares.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ErrorVariant {
    /// The name of the built-in status, or the variant's own name for a custom code.
    pub status: String,
    /// The code: 51 to 100 for built-in statuses, 101 and up for custom ones.
    pub code: u16,
    /// The doc comment of the variant. Markdown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub doc: String,
    /// The schema of the data that goes with it, with references into the output table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<Value>,
}

impl Contract {
    /// Reads a contract from JSON.
    ///
    /// # Errors
    /// [`ContractError::Version`] when the format is not [`VERSION`], [`ContractError::Json`] when the text is not a contract.
    ///
    /// ```
    /// use mego::contract::{Contract, ContractError};
    ///
    /// let error = Contract::from_json(r#"{"mego": 99}"#).unwrap_err();
    /// assert!(matches!(error, ContractError::Version { found: 99 }));
    /// ```
    pub fn from_json(text: &str) -> Result<Contract, ContractError> {
        #[derive(Deserialize)]
        struct Head {
            mego: u32,
        }
        let head: Head = serde_json::from_str(text).map_err(ContractError::Json)?;
        if head.mego != VERSION {
            return Err(ContractError::Version { found: head.mego });
        }
        serde_json::from_str(text).map_err(ContractError::Json)
    }

    /// Writes the contract as JSON, indented by two, with one newline at the end.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Cannot fail: JSON has no place for keys that are no strings and floats that are not finite, and there are none.
        let mut text =
            serde_json::to_string_pretty(self).expect("a contract has string keys and finite numbers only");
        text.push('\n');
        text
    }

    /// All methods, in the order of the documents.
    pub fn methods(&self) -> impl Iterator<Item = &Method> {
        self.groups.iter().flat_map(|group| &group.methods)
    }
}

/// Why a text is not a contract that this version can read.
#[derive(Debug)]
#[non_exhaustive]
pub enum ContractError {
    /// The format has another version.
    Version {
        /// The version that was found.
        found: u32,
    },
    /// The text is not JSON, or not that of a contract.
    Json(serde_json::Error),
}

impl fmt::Display for ContractError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ContractError::Version { found } => write!(
                f,
                "this contract has format version {found} and this program reads version {VERSION}; \
                 install the mego-codegen of the same release as the server's mego"
            ),
            ContractError::Json(error) => write!(f, "this is not a Mego contract: {error}"),
        }
    }
}

impl std::error::Error for ContractError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ContractError::Version { .. } => None,
            ContractError::Json(error) => Some(error),
        }
    }
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde's `skip_serializing_if` passes a reference
fn is_false(flag: &bool) -> bool {
    !flag
}
