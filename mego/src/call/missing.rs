//! What a parameter is when the caller does not send it: `None` for an `Option`, under whatever name, and an error for
//! everything else. The type itself decides, so that an alias of `Option` works like `Option`.

use serde::de::value::Error;
use serde::de::{DeserializeOwned, Deserializer, Error as _, Visitor};

use crate::types::PATCH;

pub(crate) fn decode_missing<T: DeserializeOwned>() -> Result<T, Error> {
    T::deserialize(MissingValue)
}

struct MissingValue;

impl<'de> Deserializer<'de> for MissingValue {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("missing"))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_none()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        // Of all types, a patch alone tells what is missing from what is null.
        if name == PATCH {
            return visitor.visit_none();
        }
        self.deserialize_any(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
