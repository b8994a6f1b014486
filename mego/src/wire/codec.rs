//! Values of the user's types, to and from MessagePack.
//!
//! Always with maps for structs and in human-readable mode, both ways: only then is the JSON Schema of a type true for
//! the wire. By rmp-serde's defaults a struct is an array, a UUID is 16 bytes and an IP address is a map.

use std::io;

use serde::{Deserialize, Serialize};

/// Encodes a value as it goes over the wire.
///
/// # Errors
/// When the type's own `Serialize` fails, or a sequence of unknown length is nested in a way MessagePack cannot hold.
///
/// ```
/// assert_eq!(mego::wire::encode(&(1, "a"))?, [0x92, 1, 0xa1, b'a']);
/// # Ok::<(), mego::Error>(())
/// ```
pub fn encode<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, rmp_serde::encode::Error> {
    let mut bytes = Vec::new();
    encode_to(&mut bytes, value)?;
    Ok(bytes)
}

/// Decodes a value from bytes that hold exactly one.
///
/// # Errors
/// When the bytes are not a value of this type.
///
/// ```
/// let pair: (i32, String) = mego::wire::decode(&[0x92, 1, 0xa1, b'a'])?;
/// assert_eq!(pair, (1, "a".to_owned()));
/// # Ok::<(), mego::Error>(())
/// ```
pub fn decode<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Result<T, rmp_serde::decode::Error> {
    T::deserialize(&mut rmp_serde::Deserializer::from_read_ref(bytes).with_human_readable())
}

/// Why a value could not be appended.
#[derive(Debug)]
pub(crate) enum EncodeError {
    /// It is larger than the limit.
    TooLarge,
    /// Its own `Serialize` failed.
    Serialize(rmp_serde::encode::Error),
}

/// Appends a value to `out`. What was appended before a failure is taken away again.
pub(crate) fn encode_into<T: Serialize + ?Sized>(
    out: &mut Vec<u8>,
    value: &T,
    max_bytes: usize,
) -> Result<(), EncodeError> {
    let start = out.len();
    let mut limited = Limited {
        out,
        end: start.saturating_add(max_bytes),
        is_full: false,
    };
    let result = encode_to(&mut limited, value);
    let is_full = limited.is_full;
    result.map_err(|error| {
        out.truncate(start);
        if is_full {
            EncodeError::TooLarge
        } else {
            EncodeError::Serialize(error)
        }
    })
}

fn encode_to<W: io::Write, T: Serialize + ?Sized>(
    writer: W,
    value: &T,
) -> Result<(), rmp_serde::encode::Error> {
    value.serialize(
        &mut rmp_serde::Serializer::new(writer)
            .with_struct_map()
            .with_human_readable(),
    )
}

/// Refuses what would pass the limit while it is being encoded, so that a result of a gigabyte is never in memory.
struct Limited<'a> {
    out: &'a mut Vec<u8>,
    end: usize,
    is_full: bool,
}

impl io::Write for Limited<'_> {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        if bytes.len() > self.end - self.out.len() {
            self.is_full = true;
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.out.extend_from_slice(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
