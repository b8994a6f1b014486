//! The whole payload as one struct: the top level is decoded here, so that a key the struct does not know is refused
//! by name, and every value below by rmp-serde.
//!
//! Which keys a struct knows, its aliases included, only serde tells: it passes them to `deserialize_struct`. A struct
//! with a flattened field asks for a map instead, and takes every key.

use std::cell::{Cell, RefCell};

use serde::de::value::BorrowedBytesDeserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use super::{Params, Problem};
use crate::wire::Shape;

type DecodeError = rmp_serde::decode::Error;
type Inner<'de> = rmp_serde::Deserializer<
    rmp_serde::decode::ReadRefReader<'de, [u8]>,
    rmp_serde::config::HumanReadableConfig<rmp_serde::config::DefaultConfig>,
>;

pub(super) fn decode<T: DeserializeOwned>(params: &Params, lenient: bool) -> Result<T, Vec<Problem>> {
    let notes = Notes::default();
    let payload = Payload {
        params,
        lenient,
        notes: &notes,
    };
    let result = T::deserialize(payload);
    let mut problems = notes.problems.into_inner();
    match result {
        Ok(value) if problems.is_empty() => Ok(value),
        Ok(_) => Err(problems),
        // Which field is missing from an array, nobody can tell.
        Err(_) if notes.is_wrong_length.get() => Err(problems),
        Err(error) => {
            problems.extend(explain::<T>(params, &notes.at.into_inner(), &error));
            Err(problems)
        }
    }
}

/// What was noticed on the way that the result does not say.
#[derive(Default)]
struct Notes {
    problems: RefCell<Vec<Problem>>,
    /// The key whose value is being decoded.
    at: RefCell<String>,
    /// An array has more or fewer values than there are fields.
    is_wrong_length: Cell<bool>,
}

/// Says in words why the payload is not a `T`.
fn explain<T: DeserializeOwned>(params: &Params, at: &str, error: &DecodeError) -> Option<Problem> {
    let bytes: &[u8] = if params.shape() == Shape::Nil {
        &[0x80]
    } else {
        params.bytes()
    };
    let mut problem = Problem::explain::<T>("", bytes, error);
    // The path begins with the key of the payload: that is the name of the parameter.
    let path = std::mem::take(&mut problem.path);
    let path = path.strip_prefix('.').unwrap_or(&path);
    let end = path.find(['.', '[']).unwrap_or(path.len());
    path[..end].clone_into(&mut problem.name);
    path[end..].clone_into(&mut problem.path);
    if let Some(field) = problem
        .found
        .strip_prefix("missing field `")
        .and_then(|rest| rest.strip_suffix('`'))
    {
        let field = field.to_owned();
        if problem.name.is_empty() {
            problem.name = field;
        } else {
            problem.path = format!("{}.{field}", problem.path);
        }
        "is missing".clone_into(&mut problem.found);
        "a value".clone_into(&mut problem.expected);
    } else if problem.name.is_empty() && !at.is_empty() {
        at.clone_into(&mut problem.name);
    }
    Some(problem)
}

#[derive(Clone, Copy)]
struct Payload<'a> {
    params: &'a Params,
    lenient: bool,
    notes: &'a Notes,
}

impl<'de> Payload<'de> {
    fn inner(self) -> Inner<'de> {
        let bytes: &[u8] = match self.params.shape() {
            // Nothing was sent: that is a map without keys.
            Shape::Nil => &[0x80],
            _ => self.params.bytes(),
        };
        rmp_serde::Deserializer::from_read_ref(bytes).with_human_readable()
    }
}

impl<'de> Deserializer<'de> for Payload<'de> {
    type Error = DecodeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        self.inner().deserialize_any(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        if self.params.is_too_long() {
            self.notes
                .problems
                .borrow_mut()
                .push(Problem::too_long(self.params.len()));
            return self.inner().deserialize_struct(name, fields, visitor);
        }
        match self.params.shape() {
            Shape::Map => visitor.visit_map(Fields {
                payload: self,
                known: fields,
                next: 0,
            }),
            Shape::Array => {
                let mut positions = Positions {
                    payload: self,
                    next: 0,
                    is_short: false,
                };
                let value = visitor.visit_seq(&mut positions);
                let sent = self.params.len();
                if positions.is_short || positions.next < sent {
                    let problem = Problem::new(
                        "",
                        format!("an array of {sent} values was sent"),
                        format!("one value for each of `{}`", fields.join("`, `")),
                    );
                    self.notes.problems.borrow_mut().push(problem);
                    self.notes.is_wrong_length.set(true);
                }
                value
            }
            Shape::Nil | Shape::Other => self.inner().deserialize_struct(name, fields, visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        if self.params.shape() == Shape::Nil {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        self.inner().deserialize_enum(name, variants, visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map identifier ignored_any
    }
}

struct Fields<'de> {
    payload: Payload<'de>,
    known: &'static [&'static str],
    next: usize,
}

impl<'de> Fields<'de> {
    fn entry(&self) -> Option<(Option<&'de [u8]>, &'de [u8])> {
        self.payload.params.entry(self.next)
    }
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = DecodeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, DecodeError> {
        let Some((key, _)) = self.entry() else {
            return Ok(None);
        };
        let key = key.ok_or_else(|| DecodeError::custom("a key is an integer, expected names as keys"))?;
        let name = String::from_utf8_lossy(key);
        if !self.payload.lenient && !self.known.contains(&name.as_ref()) {
            let mut problems = self.payload.notes.problems.borrow_mut();
            // A sentence for each of thousands would help nobody.
            if problems.len() < 10 {
                problems.push(Problem::unknown(&name, self.known));
            }
        }
        *self.payload.notes.at.borrow_mut() = name.into_owned();
        seed.deserialize(BorrowedBytesDeserializer::new(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, DecodeError> {
        let (_, value) = self
            .entry()
            .ok_or_else(|| DecodeError::custom("a value without its key"))?;
        self.next += 1;
        let value =
            seed.deserialize(&mut rmp_serde::Deserializer::from_read_ref(value).with_human_readable())?;
        self.payload.notes.at.borrow_mut().clear();
        Ok(value)
    }
}

struct Positions<'de> {
    payload: Payload<'de>,
    next: usize,
    is_short: bool,
}

impl<'de> SeqAccess<'de> for &mut Positions<'de> {
    type Error = DecodeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, DecodeError> {
        let Some((_, value)) = self.payload.params.entry(self.next) else {
            self.is_short = true;
            return Ok(None);
        };
        self.next += 1;
        seed.deserialize(&mut rmp_serde::Deserializer::from_read_ref(value).with_human_readable())
            .map(Some)
    }
}
