//! Reads MessagePack from a message, iteratively and within limits. Every byte of a message passes here first.

use super::{MAX_DEPTH, MAX_ELEMENTS, MAX_INTEGER, Malformed};

/// What one marker says.
#[derive(Clone, Copy)]
enum Token {
    Nil,
    Bool(bool),
    /// A non-negative integer.
    Unsigned(u64),
    Negative,
    Float,
    /// This many bytes of text follow.
    Text(usize),
    /// This many bytes of binary data follow.
    Binary(usize),
    Array(u32),
    Map(u32),
}

/// A position in a message. What it has passed is well-formed and within the limits.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    /// How many elements may still come.
    left: u32,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader::starting_at(bytes, 0)
    }

    pub(crate) fn starting_at(bytes: &'a [u8], at: usize) -> Reader<'a> {
        Reader {
            bytes,
            at,
            left: MAX_ELEMENTS,
        }
    }

    /// For a message of the server, of which the protocol does not limit the number of elements: a large result has many.
    #[cfg(feature = "client")]
    pub(crate) fn of_server(bytes: &'a [u8], at: usize) -> Reader<'a> {
        Reader {
            bytes,
            at,
            left: u32::MAX,
        }
    }

    pub(crate) fn is_at_end(&self) -> bool {
        self.at >= self.bytes.len()
    }

    pub(crate) fn position(&self) -> usize {
        self.at
    }

    pub(crate) fn since(&self, start: usize) -> &'a [u8] {
        &self.bytes[start..self.at]
    }

    #[inline]
    fn byte(&mut self) -> Result<u8, Malformed> {
        let byte = *self.bytes.get(self.at).ok_or(Malformed::Truncated)?;
        self.at += 1;
        Ok(byte)
    }

    #[inline]
    fn fixed<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let bytes = rest.first_chunk::<N>().ok_or(Malformed::Truncated)?;
        self.at += N;
        Ok(*bytes)
    }

    #[inline]
    pub(crate) fn take(&mut self, length: usize) -> Result<&'a [u8], Malformed> {
        let end = self.at.saturating_add(length);
        let bytes = self.bytes.get(self.at..end).ok_or(Malformed::Truncated)?;
        self.at = end;
        Ok(bytes)
    }

    /// Reads one marker. The markers that most envelopes are made of are told apart where they are expected.
    #[inline(always)]
    fn token(&mut self) -> Result<Token, Malformed> {
        self.left = self.left.checked_sub(1).ok_or(Malformed::TooManyElements)?;
        match self.byte()? {
            marker @ 0x00..=0x7f => Ok(Token::Unsigned(u64::from(marker))),
            marker @ 0x80..=0x8f => Ok(Token::Map(u32::from(marker & 0x0f))),
            marker @ 0x90..=0x9f => Ok(Token::Array(u32::from(marker & 0x0f))),
            marker @ 0xa0..=0xbf => Ok(Token::Text(usize::from(marker & 0x1f))),
            marker => self.long_token(marker),
        }
    }

    /// What a marker says that is not all there is to say, or says something else.
    fn long_token(&mut self, marker: u8) -> Result<Token, Malformed> {
        Ok(match marker {
            0xc0 => Token::Nil,
            0xc2 => Token::Bool(false),
            0xc3 => Token::Bool(true),
            0xc4 => Token::Binary(usize::from(self.byte()?)),
            0xc5 => Token::Binary(usize::from(u16::from_be_bytes(self.fixed()?))),
            0xc6 => Token::Binary(u32::from_be_bytes(self.fixed()?) as usize),
            0xca => {
                self.take(4)?;
                Token::Float
            }
            0xcb => {
                self.take(8)?;
                Token::Float
            }
            0xcc => Token::Unsigned(u64::from(self.byte()?)),
            0xcd => Token::Unsigned(u64::from(u16::from_be_bytes(self.fixed()?))),
            0xce => Token::Unsigned(u64::from(u32::from_be_bytes(self.fixed()?))),
            0xcf => Token::Unsigned(u64::from_be_bytes(self.fixed()?)),
            0xd0 => signed(i64::from(i8::from_be_bytes(self.fixed()?))),
            0xd1 => signed(i64::from(i16::from_be_bytes(self.fixed()?))),
            0xd2 => signed(i64::from(i32::from_be_bytes(self.fixed()?))),
            0xd3 => signed(i64::from_be_bytes(self.fixed()?)),
            0xd9 => Token::Text(usize::from(self.byte()?)),
            0xda => Token::Text(usize::from(u16::from_be_bytes(self.fixed()?))),
            0xdb => Token::Text(u32::from_be_bytes(self.fixed()?) as usize),
            0xdc => Token::Array(u32::from(u16::from_be_bytes(self.fixed()?))),
            0xdd => Token::Array(u32::from_be_bytes(self.fixed()?)),
            0xde => Token::Map(u32::from(u16::from_be_bytes(self.fixed()?))),
            0xdf => Token::Map(u32::from_be_bytes(self.fixed()?)),
            0xe0..=0xff => Token::Negative,
            // The short markers are `token`'s; the rest are extensions and the one that means nothing.
            0x00..=0xbf | 0xc1 | 0xc7..=0xc9 | 0xd4..=0xd8 => return Err(Malformed::Extension),
        })
    }

    /// The marker that comes next, without passing it.
    pub(crate) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// The number of elements of an array, or nothing where something else stands.
    #[inline]
    pub(crate) fn array(&mut self) -> Result<Option<u32>, Malformed> {
        match self.token()? {
            Token::Array(length) => Ok(Some(length)),
            _ => Ok(None),
        }
    }

    pub(crate) fn map(&mut self, field: &'static str) -> Result<u32, Malformed> {
        match self.token()? {
            Token::Map(length) => Ok(length),
            _ => Err(Malformed::Field(field)),
        }
    }

    /// The kind of a frame: one byte, 0 to 127.
    #[inline]
    pub(crate) fn kind(&mut self) -> Result<u64, Malformed> {
        match self.peek() {
            Some(0x00..=0x7f) => self.integer("kind"),
            Some(_) => Err(Malformed::NotAFrame),
            None => Err(Malformed::Truncated),
        }
    }

    /// An integer of the protocol: 0 to 2^53 − 1.
    #[inline]
    pub(crate) fn integer(&mut self, field: &'static str) -> Result<u64, Malformed> {
        match self.token()? {
            Token::Unsigned(value) if value <= MAX_INTEGER => Ok(value),
            _ => Err(Malformed::Field(field)),
        }
    }

    #[inline]
    pub(crate) fn id(&mut self) -> Result<u32, Malformed> {
        u32::try_from(self.integer("id")?).map_err(|_| Malformed::Field("id"))
    }

    pub(crate) fn bool(&mut self, field: &'static str) -> Result<bool, Malformed> {
        match self.token()? {
            Token::Bool(value) => Ok(value),
            _ => Err(Malformed::Field(field)),
        }
    }

    #[inline]
    pub(crate) fn text(&mut self, field: &'static str) -> Result<&'a str, Malformed> {
        match self.token()? {
            Token::Text(length) => {
                std::str::from_utf8(self.take(length)?).map_err(|_| Malformed::Field(field))
            }
            _ => Err(Malformed::Field(field)),
        }
    }

    pub(crate) fn binary(&mut self, field: &'static str) -> Result<&'a [u8], Malformed> {
        match self.token()? {
            Token::Binary(length) => self.take(length),
            _ => Err(Malformed::Field(field)),
        }
    }

    /// Passes one value that lies `depth` containers deep and gives its bytes.
    pub(crate) fn value(&mut self, depth: usize) -> Result<&'a [u8], Malformed> {
        let start = self.at;
        self.skip(depth)?;
        Ok(self.since(start))
    }

    /// The key of a map: its text, or nothing for an integer.
    #[inline]
    pub(crate) fn key(&mut self) -> Result<Option<&'a [u8]>, Malformed> {
        match self.token()? {
            Token::Text(length) => Ok(Some(self.take(length)?)),
            Token::Unsigned(_) | Token::Negative => Ok(None),
            _ => Err(Malformed::KeyType),
        }
    }

    /// Passes one value that lies `depth` containers deep.
    #[inline]
    pub(crate) fn skip(&mut self, depth: usize) -> Result<(), Malformed> {
        match self.token()? {
            Token::Text(length) | Token::Binary(length) => self.take(length).map(drop),
            Token::Array(length) => self.skip_container(depth, Level::array(length)),
            Token::Map(length) => self.skip_container(depth, Level::map(length)),
            _ => Ok(()),
        }
    }

    /// A stack of our own instead of recursion: depth is bounded by an array and not by the thread's stack.
    fn skip_container(&mut self, depth: usize, first: Level) -> Result<(), Malformed> {
        let mut stack = [Level::array(0); MAX_DEPTH];
        let mut top = depth;
        *stack.get_mut(top).ok_or(Malformed::TooDeep)? = first;
        loop {
            let level = &mut stack[top];
            if level.left == 0 {
                if top == depth {
                    return Ok(());
                }
                top -= 1;
                continue;
            }
            level.left -= 1;
            if level.is_map {
                self.key()?;
            }
            let inner = match self.token()? {
                Token::Text(length) | Token::Binary(length) => {
                    self.take(length)?;
                    continue;
                }
                Token::Array(length) => Level::array(length),
                Token::Map(length) => Level::map(length),
                _ => continue,
            };
            top += 1;
            *stack.get_mut(top).ok_or(Malformed::TooDeep)? = inner;
        }
    }
}

#[derive(Clone, Copy)]
struct Level {
    /// Elements or pairs that are still to come.
    left: u32,
    is_map: bool,
}

impl Level {
    fn array(left: u32) -> Level {
        Level { left, is_map: false }
    }

    fn map(left: u32) -> Level {
        Level { left, is_map: true }
    }
}

fn signed(value: i64) -> Token {
    u64::try_from(value).map_or(Token::Negative, Token::Unsigned)
}
