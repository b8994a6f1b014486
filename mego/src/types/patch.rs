//! Three states: leave it, clear it, set it.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A field of an update, or a parameter: left out, null, or a value. In TypeScript it is `name?: T | null`.
///
/// An `Option<Option<T>>` cannot tell a field that is missing from one that is null, for serde takes both as `None`.
///
/// ```
/// use mego::Patch;
///
/// #[mego::data]
/// struct UpdateUser {
///     nickname: Patch<String>,
/// }
///
/// let mut nickname = Some("Yami".to_owned());
/// let update: UpdateUser = mego::wire::decode(b"\x80")?;
/// update.nickname.apply_to(&mut nickname);
/// assert_eq!(nickname.as_deref(), Some("Yami"));
///
/// let update: UpdateUser = mego::wire::decode(b"\x81\xa8nickname\xc0")?;
/// update.nickname.apply_to(&mut nickname);
/// assert_eq!(nickname, None);
/// # Ok::<(), mego::Error>(())
/// ```
///
/// `#[mego::data]` adds to a field that is spelled `Patch<…>` what serde has to know. In a type with plain derives, and
/// under another name of it, write it yourself, or a field that is left out is an error: `#[serde(default, skip_serializing_if = "Patch::is_absent")]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Patch<T> {
    /// The field was left out: leave things as they are.
    #[default]
    Absent,
    /// The field is null: clear it.
    Null,
    /// The field has a value: set it.
    Value(T),
}

impl<T> Patch<T> {
    /// Whether the field was left out.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Patch::Absent)
    }

    /// What to set, if anything: `None` where the field was left out, `Some(None)` where it was null.
    pub fn into_option(self) -> Option<Option<T>> {
        match self {
            Patch::Absent => None,
            Patch::Null => Some(None),
            Patch::Value(value) => Some(Some(value)),
        }
    }

    /// Sets or clears what the field stands for, unless the field was left out.
    pub fn apply_to(self, target: &mut Option<T>) {
        if let Some(value) = self.into_option() {
            *target = value;
        }
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Patch<T> {
        Patch::Value(value)
    }
}

/// `None` is null.
impl<T> From<Option<T>> for Patch<T> {
    fn from(value: Option<T>) -> Patch<T> {
        value.map_or(Patch::Null, Patch::Value)
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Patch::Absent | Patch::Null => serializer.serialize_none(),
            Patch::Value(value) => serializer.serialize_some(value),
        }
    }
}

/// What a patch asks a deserializer for. That of a parameter that is missing knows it; others go on to what is within.
pub(crate) const NAME: &str = "mego::Patch";

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Patch<T>, D::Error> {
        deserializer.deserialize_newtype_struct(NAME, PatchVisitor(PhantomData))
    }
}

struct PatchVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for PatchVisitor<T> {
    type Value = Patch<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Patch<T>, D::Error> {
        Option::deserialize(deserializer).map(Patch::from)
    }

    fn visit_none<E>(self) -> Result<Patch<T>, E> {
        Ok(Patch::Absent)
    }
}

/// That of an `Option`, with a mark; whether the field may be left out is for the field to say.
impl<T: JsonSchema> JsonSchema for Patch<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Option::<T>::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        format!("mego::Patch<{}>", T::schema_id()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = Option::<T>::json_schema(generator);
        // Of an `Option`, a client may send null for what it leaves out. Here it is another thing.
        schema.insert("x-mego-patch".to_owned(), true.into());
        schema
    }
}
