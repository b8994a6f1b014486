//! A call before it is sent: the method, and the parameters as they will stand in the frame.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use serde::Serialize;

use super::Client;
use crate::wire::{self, EncodeError, RawParams, Write};

/// A call that has its parameters, and is not sent yet.
#[derive(Debug)]
pub struct Prepared {
    pub(crate) client: Client,
    pub(crate) method: Cow<'static, str>,
    pub(crate) is_idempotent: bool,
    pub(crate) params: Params,
}

/// Parameters by position, or one payload.
#[derive(Default)]
pub(crate) struct Params {
    bytes: Vec<u8>,
    count: u32,
    is_payload: bool,
    problem: Option<String>,
}

impl Params {
    /// Adds a parameter.
    pub(crate) fn push<T: Serialize + ?Sized>(&mut self, value: &T) {
        self.count += 1;
        self.encode(value);
    }

    /// Takes a value as the whole payload.
    pub(crate) fn bind<T: Serialize + ?Sized>(&mut self, value: &T) {
        self.is_payload = true;
        self.encode(value);
    }

    fn encode<T: Serialize + ?Sized>(&mut self, value: &T) {
        // The server says what is too large; here a limit would only hide its words.
        if let Err(EncodeError::Serialize(error)) = wire::encode_into(&mut self.bytes, value, usize::MAX) {
            self.problem.get_or_insert_with(|| error.to_string());
        }
    }

    /// The parameters as they go over the wire. They are looked through as the server will do it, for one that it finds
    /// malformed would cost the connection.
    pub(crate) fn finish(self) -> Result<Bytes, String> {
        if let Some(problem) = self.problem {
            return Err(format!("the parameters cannot be encoded: {problem}"));
        }
        let bytes = if self.is_payload {
            self.bytes
        } else {
            let mut array = Vec::with_capacity(self.bytes.len() + 5);
            array.array(self.count);
            array.extend_from_slice(&self.bytes);
            array
        };
        RawParams::new(&bytes).map_err(|malformed| format!("the parameters cannot be sent: {malformed}"))?;
        Ok(bytes.into())
    }
}

impl fmt::Debug for Params {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is called with may be secret.
        f.debug_struct("Params")
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}
