//! What a value has to fulfil beyond its type.

use serde_json::{Number, Value};

use super::keywords::Keywords;
use super::types::Kind;

/// Bounds and patterns. What the Rust type itself implies is not here.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Constraints {
    /// The least number.
    pub minimum: Option<Number>,
    /// The greatest number.
    pub maximum: Option<Number>,
    /// The number that all are above.
    pub above: Option<Number>,
    /// The number that all are below.
    pub below: Option<Number>,
    /// The number of which all are multiples.
    pub multiple_of: Option<Number>,
    /// The value that is not allowed: 0 for `NonZeroI32` and the like.
    pub not: Option<Value>,
    /// The least length of a string, in characters.
    pub min_length: Option<u64>,
    /// The greatest length of a string, in characters.
    pub max_length: Option<u64>,
    /// The regular expression that matches a string.
    pub pattern: Option<String>,
    /// The least number of elements or entries.
    pub min_items: Option<u64>,
    /// The greatest number of elements or entries.
    pub max_items: Option<u64>,
}

impl Constraints {
    /// Whether the type says it all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Constraints::default()
    }

    /// Takes the keywords that constrain. `implied` are the bounds of the Rust type.
    pub(super) fn take(keywords: &mut Keywords<'_>, kind: &Kind, implied: Implied) -> Constraints {
        let mut constraints = Constraints::default();
        match kind {
            Kind::Int | Kind::Int64 | Kind::Uint64 | Kind::Int128 | Kind::Uint128 | Kind::Float => {
                constraints.minimum = keywords.number("minimum").filter(|n| !implied.is_minimum(n));
                constraints.maximum = keywords.number("maximum").filter(|n| !implied.is_maximum(n));
                constraints.above = keywords.number("exclusiveMinimum");
                constraints.below = keywords.number("exclusiveMaximum");
                constraints.multiple_of = keywords.number("multipleOf");
                constraints.not = excluded(keywords);
            }
            Kind::String(_) => {
                constraints.min_length = keywords.count("minLength");
                constraints.max_length = keywords.count("maxLength");
                constraints.pattern = keywords.text("pattern");
            }
            Kind::Array(_, None) | Kind::Set(_) => {
                constraints.min_items = keywords.count("minItems");
                constraints.max_items = keywords.count("maxItems");
            }
            Kind::Map(..) => {
                constraints.min_items = keywords.count("minProperties");
                constraints.max_items = keywords.count("maxProperties");
            }
            _ => {}
        }
        constraints
    }
}

/// `{"not": {"const": 0}}`, which is how schemars says `NonZeroI32`.
fn excluded(keywords: &mut Keywords<'_>) -> Option<Value> {
    let not = keywords.peek("not")?.as_object()?;
    let value = not.get("const").filter(|_| not.len() == 1)?;
    keywords.take("not");
    Some(value.clone())
}

/// The bounds that an integer type of Rust itself implies. Documents do not repeat them, but values are checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Implied {
    /// The least value, if there is one.
    pub minimum: Option<i128>,
    /// The greatest value, if an `i128` can hold it.
    pub maximum: Option<i128>,
    /// Whether it is a `usize` or an `isize`, whose size is that of the server's pointers.
    pub is_pointer_sized: bool,
}

impl Implied {
    /// Whether a value is within the bounds.
    #[must_use]
    pub fn contains(self, value: i128) -> bool {
        self.minimum.is_none_or(|minimum| value >= minimum)
            && self.maximum.is_none_or(|maximum| value <= maximum)
    }

    fn is_minimum(self, number: &Number) -> bool {
        self.minimum.is_some() && number.as_i128() == self.minimum
    }

    fn is_maximum(self, number: &Number) -> bool {
        self.maximum.is_some() && number.as_i128() == self.maximum
    }
}
