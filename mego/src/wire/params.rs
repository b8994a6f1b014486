//! The parameters of a call as they arrived: the bytes and where each top-level value lies in them.

use smallvec::SmallVec;

use super::Malformed;
use super::reader::Reader;

/// Parameters that passed the scan and are not decoded yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawParams<'a> {
    /// The value as it stands in the message.
    pub bytes: &'a [u8],
    pub(crate) layout: Layout,
}

/// Where the top-level values of parameters lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    pub(crate) shape: Shape,
    /// Most methods have at most four parameters; more of them cost one allocation. Only the first
    /// [`MAX_PARAMS`] are kept: an array of 64 KiB of nils would cost a megabyte otherwise.
    pub(crate) entries: SmallVec<[Entry; 4]>,
    /// How many there are.
    pub(crate) count: u32,
}

/// No method has more parameters than this, and no struct that is bound has more fields.
pub(crate) const MAX_PARAMS: u32 = 1_024;

impl Layout {
    pub(crate) fn none() -> Layout {
        Layout {
            shape: Shape::Nil,
            entries: SmallVec::new(),
            count: 0,
        }
    }

    #[inline]
    pub(crate) fn clear(&mut self) {
        if self.entries.spilled() {
            self.entries = SmallVec::new();
        }
        self.entries.clear();
        self.shape = Shape::Nil;
        self.count = 0;
    }

    #[inline]
    fn push(&mut self, entry: Entry) {
        if self.count < MAX_PARAMS {
            self.entries.push(entry);
        }
        self.count += 1;
    }
}

/// What kind of value the parameters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Nil,
    Array,
    Map,
    /// A bare value. It is not guessed to be the one parameter.
    Other,
}

/// One parameter: where it lies, counted from the start of the parameters. A text key ends where its value begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    key: u32,
    value: u32,
    end: u32,
}

/// The key of a position in an array, and of an integer in a map.
const NO_KEY: u32 = u32::MAX;

impl Entry {
    #[inline]
    pub(crate) fn key(self, params: &[u8]) -> Option<&[u8]> {
        (self.key != NO_KEY).then(|| &params[self.key as usize..self.value as usize])
    }

    #[inline]
    pub(crate) fn value(self, params: &[u8]) -> &[u8] {
        &params[self.value as usize..self.end as usize]
    }
}

impl<'a> RawParams<'a> {
    /// Parameters from bytes that hold one MessagePack value.
    ///
    /// # Errors
    /// [`Malformed`] when they hold anything else.
    pub fn new(bytes: &'a [u8]) -> Result<RawParams<'a>, Malformed> {
        let mut reader = Reader::new(bytes);
        let params = RawParams::read(&mut reader)?;
        if reader.is_at_end() {
            Ok(params)
        } else {
            Err(Malformed::Field("params"))
        }
    }

    /// Parameters that were scanned before, to be written once more.
    #[cfg(feature = "client")]
    pub(crate) fn scanned(bytes: &'a [u8]) -> RawParams<'a> {
        RawParams {
            bytes,
            layout: Layout::none(),
        }
    }

    // Its size is what most of a call's frame is: read where it is wanted, it is not copied there.
    #[inline(always)]
    pub(crate) fn read(reader: &mut Reader<'a>) -> Result<RawParams<'a>, Malformed> {
        let start = reader.position();
        // A message is at most 4 GiB (the limit of a transport is far below), so that positions fit in 32 bits.
        let here = |reader: &Reader<'_>| (reader.position() - start) as u32;
        let mut layout = Layout::none();
        layout.shape = match reader.peek() {
            None => return Err(Malformed::Truncated),
            Some(0xc0) => {
                reader.skip(1)?;
                Shape::Nil
            }
            Some(0x90..=0x9f | 0xdc | 0xdd) => {
                for _ in 0..reader.array()?.unwrap_or(0) {
                    let value = here(reader);
                    reader.skip(2)?;
                    layout.push(Entry {
                        key: NO_KEY,
                        value,
                        end: here(reader),
                    });
                }
                Shape::Array
            }
            Some(0x80..=0x8f | 0xde | 0xdf) => {
                for _ in 0..reader.map("params")? {
                    let key = reader.key()?;
                    let value = here(reader);
                    reader.skip(2)?;
                    layout.push(Entry {
                        key: key.map_or(NO_KEY, |key| value - key.len() as u32),
                        value,
                        end: here(reader),
                    });
                }
                Shape::Map
            }
            Some(_) => {
                reader.skip(1)?;
                Shape::Other
            }
        };
        Ok(RawParams {
            bytes: reader.since(start),
            layout,
        })
    }
}
