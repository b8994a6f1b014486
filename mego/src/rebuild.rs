//! The error of a method, made again from what the wire says of it: for clients in Rust.

use std::fmt;
use std::marker::PhantomData;

use serde::de::DeserializeOwned;

use crate::wire::{self, RawParams};

/// The data of an error as it arrived.
#[derive(Clone, Copy)]
pub struct ErrorData<'a>(Option<&'a [u8]>);

impl<'a> ErrorData<'a> {
    #[cfg(feature = "client")]
    pub(crate) fn new(data: Option<&'a [u8]>) -> ErrorData<'a> {
        ErrorData(data)
    }

    fn value<T: DeserializeOwned>(self) -> Option<T> {
        wire::decode(self.0?).ok()
    }

    fn field<T: DeserializeOwned>(self, name: &str) -> Option<T> {
        let fields = RawParams::new(self.0?).ok()?;
        let mut entries = fields.layout.entries.iter();
        let entry = entries.find(|entry| entry.key(fields.bytes) == Some(name.as_bytes()))?;
        wire::decode(entry.value(fields.bytes)).ok()
    }
}

impl fmt::Debug for ErrorData<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ErrorData")
    }
}

/// Reads a field of an error, where its type can be read: the inherent functions are met before the trait's wherever
/// their bound holds, so that an error that only goes out needs no `Deserialize`.
#[derive(Debug)]
pub struct Rebuilt<T>(PhantomData<T>);

impl<T: DeserializeOwned> Rebuilt<T> {
    /// The data as one value.
    #[must_use]
    pub fn value(data: ErrorData<'_>) -> Option<T> {
        data.value()
    }

    /// One field of the data.
    #[must_use]
    pub fn field(data: ErrorData<'_>, name: &str) -> Option<T> {
        data.field(name)
    }
}

pub trait NotRebuilt<T> {
    #[must_use]
    fn value(_: ErrorData<'_>) -> Option<T> {
        None
    }

    #[must_use]
    fn field(_: ErrorData<'_>, _: &str) -> Option<T> {
        None
    }
}

impl<T> NotRebuilt<T> for Rebuilt<T> {}
