//! The first frame of each side.

use super::reader::Reader;
use super::{Malformed, Write};

/// What a client says first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hello<'a> {
    /// `v`: the version of the protocol.
    pub version: u64,
    /// `a`: capabilities the client has.
    pub capabilities: Vec<&'a str>,
    /// `t`: a token that says who the client is.
    pub token: Option<&'a str>,
    /// `d`: initial data of the session, a MessagePack value.
    pub data: Option<&'a [u8]>,
    /// `n`: name and version of the client program.
    pub client: Option<&'a str>,
    /// `j`: the hash of the contract that the client was generated from.
    pub contract: Option<&'a str>,
}

/// What the server answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Welcome<'a> {
    /// `v`: the version of the protocol.
    pub version: u64,
    /// `a`: capabilities that both sides have.
    pub capabilities: Vec<&'a str>,
    /// `s`: the id of the session.
    pub session: &'a str,
    /// `g`: the server pings after this many milliseconds of silence.
    pub ping_interval_ms: u64,
    /// `l`: the limits that the client has to keep.
    pub limits: WelcomeLimits,
    /// `j`: the hash of the server's contract.
    pub contract: Option<&'a str>,
}

/// The limits that a client learns in Welcome. A limit that is missing there is 0 here: not stated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WelcomeLimits {
    /// `m`: bytes of one message.
    pub message: u64,
    /// `c`: calls in flight.
    pub calls: u64,
    /// `t`: milliseconds until a call without a deadline of its own ends.
    pub deadline_ms: u64,
    /// `s`: subscriptions.
    pub subscriptions: u64,
    /// `u`: uploads at once.
    pub uploads: u64,
    /// `i`: the credit of a stream that states none.
    pub credit: u64,
}

impl<'a> Hello<'a> {
    pub(super) fn read(reader: &mut Reader<'a>) -> Result<Hello<'a>, Malformed> {
        let mut hello = Hello::default();
        let mut has_version = false;
        let mut seen = Seen::default();
        for _ in 0..reader.map("hello")? {
            match seen.letter(reader)? {
                b'v' => {
                    hello.version = reader.integer("v")?;
                    has_version = true;
                }
                b'a' => hello.capabilities = texts(reader)?,
                b't' => hello.token = Some(reader.text("t")?),
                b'd' => hello.data = Some(reader.value(2)?),
                b'n' => hello.client = Some(reader.text("n")?),
                b'j' => hello.contract = Some(reader.text("j")?),
                _ => reader.skip(2)?,
            }
        }
        if has_version {
            Ok(hello)
        } else {
            Err(Malformed::Field("v"))
        }
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        let options = [self.token, self.client, self.contract];
        let present = options.iter().flatten().count() + usize::from(self.data.is_some());
        out.map(present as u32 + 2);
        out.text("v");
        out.unsigned(self.version);
        write_texts(out, "a", &self.capabilities);
        write_text(out, "t", self.token);
        if let Some(data) = self.data {
            out.text("d");
            out.raw(data);
        }
        write_text(out, "n", self.client);
        write_text(out, "j", self.contract);
    }
}

impl<'a> Welcome<'a> {
    pub(super) fn read(reader: &mut Reader<'a>) -> Result<Welcome<'a>, Malformed> {
        let mut welcome = Welcome::default();
        let mut seen = Seen::default();
        for _ in 0..reader.map("welcome")? {
            match seen.letter(reader)? {
                b'v' => welcome.version = reader.integer("v")?,
                b'a' => welcome.capabilities = texts(reader)?,
                b's' => welcome.session = reader.text("s")?,
                b'g' => welcome.ping_interval_ms = reader.integer("g")?,
                b'l' => welcome.limits = WelcomeLimits::read(reader)?,
                b'j' => welcome.contract = Some(reader.text("j")?),
                _ => reader.skip(2)?,
            }
        }
        Ok(welcome)
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.map(5 + u32::from(self.contract.is_some()));
        out.text("v");
        out.unsigned(self.version);
        write_texts(out, "a", &self.capabilities);
        out.text("s");
        out.text(self.session);
        out.text("g");
        out.unsigned(self.ping_interval_ms);
        out.text("l");
        self.limits.write(out);
        write_text(out, "j", self.contract);
    }
}

impl WelcomeLimits {
    fn read(reader: &mut Reader<'_>) -> Result<WelcomeLimits, Malformed> {
        let mut limits = WelcomeLimits::default();
        let mut seen = Seen::default();
        for _ in 0..reader.map("l")? {
            match seen.letter(reader)? {
                b'm' => limits.message = reader.integer("m")?,
                b'c' => limits.calls = reader.integer("c")?,
                b't' => limits.deadline_ms = reader.integer("t")?,
                b's' => limits.subscriptions = reader.integer("s")?,
                b'u' => limits.uploads = reader.integer("u")?,
                b'i' => limits.credit = reader.integer("i")?,
                _ => reader.skip(3)?,
            }
        }
        Ok(limits)
    }

    fn write(&self, out: &mut Vec<u8>) {
        let limits = [
            ("m", self.message),
            ("c", self.calls),
            ("t", self.deadline_ms),
            ("s", self.subscriptions),
            ("u", self.uploads),
            ("i", self.credit),
        ];
        out.map(limits.iter().filter(|(_, limit)| *limit != 0).count() as u32);
        for (letter, limit) in limits {
            if limit != 0 {
                out.text(letter);
                out.unsigned(limit);
            }
        }
    }
}

/// The keys of one options map that have been seen, to refuse a second of the same. Keys of more than one letter are
/// unknown, today and to every later version of this one.
#[derive(Default)]
pub(super) struct Seen(u128);

impl Seen {
    /// The next key: its letter, or 0 where it is none that could be known or its value is nil.
    pub(super) fn letter(&mut self, reader: &mut Reader<'_>) -> Result<u8, Malformed> {
        let Some([letter @ 0..=127]) = reader.key()? else {
            return Ok(0);
        };
        let bit = 1 << letter;
        if self.0 & bit != 0 {
            return Err(Malformed::DuplicateOption);
        }
        self.0 |= bit;
        // Nil is the same as left out: passed over, like a key that is not known.
        Ok(if reader.peek() == Some(0xc0) { 0 } else { *letter })
    }
}

fn texts<'a>(reader: &mut Reader<'a>) -> Result<Vec<&'a str>, Malformed> {
    let length = reader.array()?.ok_or(Malformed::Field("a"))?;
    // Collected one by one: the length is the sender's word, and nothing is reserved on it.
    (0..length).map(|_| reader.text("a")).collect::<Result<_, _>>()
}

fn write_texts(out: &mut Vec<u8>, key: &str, texts: &[&str]) {
    out.text(key);
    out.array(texts.len() as u32);
    texts.iter().for_each(|text| out.text(text));
}

fn write_text(out: &mut Vec<u8>, key: &str, text: Option<&str>) {
    if let Some(text) = text {
        out.text(key);
        out.text(text);
    }
}
