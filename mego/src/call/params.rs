//! The parameters of one call, decoded one by one as their arguments ask for them.

use bytes::Bytes;

use crate::wire::{Entry, Layout, MAX_PARAMS, RawParams, Shape};

/// Parameters, undecoded: the bytes and where each value lies in them.
#[derive(Debug)]
pub(crate) struct Params {
    bytes: Bytes,
    layout: Layout,
}

impl Params {
    pub(crate) fn none() -> Params {
        Params {
            bytes: Bytes::new(),
            layout: Layout::none(),
        }
    }

    #[inline]
    pub(crate) fn new(message: &Bytes, raw: RawParams<'_>) -> Params {
        Params {
            bytes: super::slice(message, raw.bytes),
            layout: raw.layout,
        }
    }

    /// Gives the memory of the message back, and that of a long list.
    #[inline]
    pub(crate) fn release(&mut self) {
        self.bytes = Bytes::new();
        self.layout.clear();
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn shape(&self) -> Shape {
        self.layout.shape
    }

    /// How many top-level values there are.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.layout.count as usize
    }

    /// Whether a bare value stands where an array or a map is expected.
    #[inline]
    pub(crate) fn is_bare(&self) -> bool {
        self.layout.shape == Shape::Other
    }

    /// Whether there are more values than any method takes, so that not all of them were kept.
    #[inline]
    pub(crate) fn is_too_long(&self) -> bool {
        self.layout.count > MAX_PARAMS
    }

    /// The value for a parameter: by position in an array, by name in a map.
    #[inline]
    pub(crate) fn get(&self, index: usize, name: &str) -> Option<&[u8]> {
        let entries = &self.layout.entries;
        let is_named = |entry: &&Entry| entry.key(&self.bytes) == Some(name.as_bytes());
        let entry = match self.layout.shape {
            Shape::Array => entries.get(index)?,
            // Most clients send them in their order.
            Shape::Map => entries
                .get(index)
                .filter(is_named)
                .or_else(|| entries.iter().find(is_named))?,
            Shape::Nil | Shape::Other => return None,
        };
        Some(entry.value(&self.bytes))
    }

    /// The value at a position, with its name where it has one.
    pub(crate) fn entry(&self, position: usize) -> Option<(Option<&[u8]>, &[u8])> {
        let entry = self.layout.entries.get(position)?;
        Some((entry.key(&self.bytes), entry.value(&self.bytes)))
    }

    /// The values in order, with their names where they have any.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (Option<&[u8]>, &[u8])> {
        self.layout
            .entries
            .iter()
            .map(|entry| (entry.key(&self.bytes), entry.value(&self.bytes)))
    }
}
