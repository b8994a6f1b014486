//! What can be wrong with the envelope of a message.

use std::fmt;

/// Why a message is malformed. The connection is closed with 4400, for nothing after the fault can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Malformed {
    /// The message ends within a value, or a length says more than there is.
    Truncated,
    /// Arrays and maps nest deeper than [`MAX_DEPTH`](super::MAX_DEPTH).
    TooDeep,
    /// There are more than [`MAX_ELEMENTS`](super::MAX_ELEMENTS) elements.
    TooManyElements,
    /// The key of a map is neither a string nor an integer.
    KeyType,
    /// MessagePack's extension types and its unused marker are not part of the protocol.
    Extension,
    /// A frame is not an array that begins with its kind.
    NotAFrame,
    /// The frame lacks this field, or the field has another type.
    Field(&'static str),
    /// An option is given twice.
    DuplicateOption,
    /// The id does not grow, or is not of its sender's parity.
    Id,
    /// The first frame is not Hello.
    NoHello,
    /// Hello came a second time.
    SecondHello,
    /// A frame that only the other side sends.
    WrongDirection,
}

impl Malformed {
    /// A short name for a counter's label.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Malformed::Truncated => "truncated",
            Malformed::TooDeep => "too_deep",
            Malformed::TooManyElements => "too_many_elements",
            Malformed::KeyType => "key_type",
            Malformed::Extension => "extension",
            Malformed::NotAFrame => "not_a_frame",
            Malformed::Field(_) => "field",
            Malformed::DuplicateOption => "duplicate_option",
            Malformed::Id => "id",
            Malformed::NoHello => "no_hello",
            Malformed::SecondHello => "second_hello",
            Malformed::WrongDirection => "wrong_direction",
        }
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Malformed::Truncated => f.write_str("the message ends within a value"),
            Malformed::TooDeep => write!(f, "arrays and maps nest deeper than {}", super::MAX_DEPTH),
            Malformed::TooManyElements => write!(f, "more than {} elements", super::MAX_ELEMENTS),
            Malformed::KeyType => f.write_str("the key of a map is neither a string nor an integer"),
            Malformed::Extension => f.write_str("extension types are not allowed"),
            Malformed::NotAFrame => f.write_str("a frame is an array that begins with its kind"),
            Malformed::Field(name) => write!(f, "the field `{name}` is missing or of another type"),
            Malformed::DuplicateOption => f.write_str("an option is given twice"),
            Malformed::Id => f.write_str("the id does not grow or has the other side's parity"),
            Malformed::NoHello => f.write_str("the first frame is not Hello"),
            Malformed::SecondHello => f.write_str("Hello came a second time"),
            Malformed::WrongDirection => f.write_str("only the other side sends this frame"),
        }
    }
}

impl std::error::Error for Malformed {}
