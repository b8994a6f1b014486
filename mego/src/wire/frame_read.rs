//! Bytes to frames: each message is read once, from its first byte to its last.

use super::hello::Seen;
use super::reader::Reader;
use super::{CallOptions, ErrFrame, FileFrame, Frame, Hello, Malformed, RawParams, Request, Welcome};

/// The frames of one message, in order. Ends after the first fault.
#[derive(Debug)]
pub struct Frames<'a> {
    reader: Reader<'a>,
    has_failed: bool,
}

impl<'a> Frames<'a> {
    /// The frames of a message.
    #[must_use]
    pub fn new(message: &'a [u8]) -> Frames<'a> {
        Frames::starting_at(message, 0)
    }

    pub(crate) fn starting_at(message: &'a [u8], position: usize) -> Frames<'a> {
        Frames {
            reader: Reader::starting_at(message, position),
            has_failed: false,
        }
    }

    /// The frames of a message that a server has sent.
    #[cfg(feature = "client")]
    pub(crate) fn of_server(message: &'a [u8], position: usize) -> Frames<'a> {
        Frames {
            reader: Reader::of_server(message, position),
            has_failed: false,
        }
    }

    pub(crate) fn position(&self) -> usize {
        self.reader.position()
    }

    /// How the next frame begins, or nothing at the end of the message.
    #[inline]
    pub(crate) fn head(&mut self) -> Option<Result<Head, Malformed>> {
        (!self.reader.is_at_end()).then(|| Head::read(&mut self.reader))
    }

    /// The frame behind its head.
    pub(crate) fn frame(&mut self, head: Head) -> Result<Frame<'a>, Malformed> {
        let mut fields = self.fields(head);
        let frame = fields.frame(head.kind)?;
        fields.end()?;
        Ok(frame)
    }

    /// The Call or Notify behind its head. Nearly all frames of a client are these, and a request is some 200 bytes: read
    /// where it is wanted, it is not copied there, nor through an enum of all frames.
    #[inline(always)]
    pub(crate) fn request(&mut self, head: Head) -> Result<Request<'a>, Malformed> {
        let mut fields = self.fields(head);
        let request = fields.request(head.kind)?;
        fields.end()?;
        Ok(request)
    }

    #[inline]
    fn fields(&mut self, head: Head) -> Fields<'_, 'a> {
        Fields {
            reader: &mut self.reader,
            left: head.fields,
        }
    }
}

/// What a frame begins with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head {
    kind: u64,
    /// How many fields follow.
    fields: u32,
}

const CALL: u64 = 16;
const NOTIFY: u64 = 17;

impl Head {
    #[inline]
    fn read(reader: &mut Reader<'_>) -> Result<Head, Malformed> {
        let length = reader.array()?.ok_or(Malformed::NotAFrame)?;
        let fields = length.checked_sub(1).ok_or(Malformed::NotAFrame)?;
        let kind = reader.kind()?;
        Ok(Head { kind, fields })
    }

    /// Whether it is that of a Call or a Notify.
    #[inline]
    pub(crate) fn is_request(self) -> bool {
        matches!(self.kind, CALL | NOTIFY)
    }
}

impl<'a> Iterator for Frames<'a> {
    type Item = Result<Frame<'a>, Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.has_failed {
            return None;
        }
        let frame = self.head()?.and_then(|head| self.frame(head));
        self.has_failed = frame.is_err();
        Some(frame)
    }
}

/// The fields of one frame that are still to be read.
struct Fields<'r, 'a> {
    reader: &'r mut Reader<'a>,
    left: u32,
}

impl<'a> Fields<'_, 'a> {
    fn frame(&mut self, kind: u64) -> Result<Frame<'a>, Malformed> {
        Ok(match kind {
            0 => Frame::Hello(Box::new(Hello::read(self.field("hello")?)?)),
            1 => Frame::Welcome(Box::new(Welcome::read(self.field("welcome")?)?)),
            2 => Frame::Ping {
                value: self.optional(|reader| reader.value(1))?,
            },
            3 => Frame::Pong {
                value: self.optional(|reader| reader.value(1))?,
            },
            5 => Frame::GoAway {
                code: self.integer("code")?,
                reason: self.text("reason")?,
                window_ms: self.window()?,
            },
            6 => Frame::Auth {
                id: self.id()?,
                token: self.text("token")?,
            },
            7 => Frame::Credit {
                id: self.id()?,
                items: self.integer("n")?,
            },
            CALL | NOTIFY => self.request(kind)?.into(),
            18 => Frame::Ok {
                id: self.id()?,
                result: self.value("result")?,
            },
            19 => Frame::Err(Box::new(self.err()?)),
            20 => Frame::Cancel {
                id: self.id()?,
                reason: self.optional(|reader| reader.text("reason"))?,
            },
            21 => Frame::Item {
                id: self.id()?,
                value: self.value("value")?,
            },
            22 => Frame::End {
                id: self.id()?,
                value: self.optional(|reader| reader.value(1))?,
            },
            32 => Frame::Sub {
                id: self.id()?,
                event: self.text("event")?,
                channel: self.last_before_options(|fields| fields.text("channel"))?,
            },
            33 => Frame::Unsub {
                id: self.id()?,
                subscription: self.integer("subscription")?,
            },
            34 => Frame::Event {
                subscription: self.integer("subscription")?,
                data: self.value("data")?,
                offset: self
                    .last_before_options(|fields| fields.optional(|reader| reader.integer("offset")))?,
            },
            35 => Frame::EventTo {
                event: self.text("event")?,
                channel: self.text("channel")?,
                data: self.value("data")?,
                offset: self
                    .last_before_options(|fields| fields.optional(|reader| reader.integer("offset")))?,
            },
            36 => Frame::SubState {
                subscription: self.integer("subscription")?,
                state: self.integer("state")?,
                code: self.last_before_options(|fields| fields.optional(|reader| reader.integer("code")))?,
            },
            48..=54 => Frame::File(self.file(kind)?),
            _ => Frame::Unknown { kind },
        })
    }

    #[inline(always)]
    fn request(&mut self, kind: u64) -> Result<Request<'a>, Malformed> {
        Ok(Request {
            id: if kind == CALL { Some(self.id()?) } else { None },
            method: self.text("method")?,
            params: RawParams::read(self.field("params")?)?,
            options: if self.left == 0 {
                CallOptions::default()
            } else {
                self.call_options()?
            },
        })
    }

    /// Passes extra elements at the end, which are of a later version.
    #[inline]
    fn end(self) -> Result<(), Malformed> {
        for _ in 0..self.left {
            self.reader.skip(1)?;
        }
        Ok(())
    }

    #[inline]
    fn field(&mut self, name: &'static str) -> Result<&mut Reader<'a>, Malformed> {
        self.left = self.left.checked_sub(1).ok_or(Malformed::Field(name))?;
        Ok(self.reader)
    }

    /// An optional field: missing at the end and nil are the same.
    fn optional<T>(
        &mut self,
        read: impl FnOnce(&mut Reader<'a>) -> Result<T, Malformed>,
    ) -> Result<Option<T>, Malformed> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        if self.reader.peek() == Some(0xc0) {
            self.reader.skip(1)?;
            return Ok(None);
        }
        read(self.reader).map(Some)
    }

    #[inline]
    fn integer(&mut self, name: &'static str) -> Result<u64, Malformed> {
        self.field(name)?.integer(name)
    }

    #[inline]
    fn id(&mut self) -> Result<u32, Malformed> {
        self.field("id")?.id()
    }

    #[inline]
    fn text(&mut self, name: &'static str) -> Result<&'a str, Malformed> {
        self.field(name)?.text(name)
    }

    fn value(&mut self, name: &'static str) -> Result<&'a [u8], Malformed> {
        self.field(name)?.value(1)
    }

    fn window(&mut self) -> Result<Option<u64>, Malformed> {
        let mut window_ms = None;
        self.options(|letter, reader| match letter {
            b'w' => reader.integer("w").map(|value| window_ms = Some(value)),
            _ => reader.skip(2),
        })?;
        Ok(window_ms)
    }

    #[inline(never)]
    fn call_options(&mut self) -> Result<CallOptions<'a>, Malformed> {
        let mut options = CallOptions::default();
        self.options(|letter, reader| {
            match letter {
                b't' => options.deadline_ms = Some(reader.integer("t")?),
                b'k' => options.key = Some(reader.text("k")?),
                b'x' => options.trace = Some(reader.text("x")?),
                b'c' => options.credit = Some(reader.integer("c")?),
                b'f' => options.files = Some(reader.value(2)?),
                _ => reader.skip(2)?,
            }
            Ok(())
        })?;
        Ok(options)
    }

    fn err(&mut self) -> Result<ErrFrame<'a>, Malformed> {
        let mut err = ErrFrame {
            id: self.id()?,
            code: self.integer("code")?,
            message: self.text("message")?,
            data: self.optional(|reader| reader.value(1))?,
            ..ErrFrame::default()
        };
        self.options(|letter, reader| {
            match letter {
                b'f' => err.is_fault = reader.bool("f")?,
                b'i' => err.incident = Some(reader.text("i")?),
                b'r' => err.retry_after_ms = Some(reader.integer("r")?),
                _ => reader.skip(2)?,
            }
            Ok(())
        })?;
        Ok(err)
    }

    fn file(&mut self, kind: u64) -> Result<FileFrame<'a>, Malformed> {
        let handle = self.id()?;
        Ok(match kind {
            48 => FileFrame::Grant {
                handle,
                call: self.id()?,
                field: self.text("field")?,
                index: self.integer("index")?,
                options: self.value("options")?,
            },
            49 => FileFrame::Chunk {
                handle,
                offset: self.integer("offset")?,
                bytes: self.field("bytes")?.binary("bytes")?,
                crc32: self.optional(|reader| reader.integer("crc32"))?,
            },
            50 => FileFrame::Ack {
                handle,
                offset: self.integer("offset")?,
                window: self.integer("window")?,
            },
            51 => FileFrame::End {
                handle,
                size: self.integer("size")?,
                digest: self.optional(|reader| reader.binary("digest"))?,
            },
            52 => FileFrame::Abort {
                handle,
                code: self.integer("code")?,
                message: self.text("message")?,
            },
            53 => FileFrame::Retry {
                handle,
                offset: self.integer("offset")?,
                code: self.integer("code")?,
            },
            _ => FileFrame::Done {
                handle,
                size: self.integer("size")?,
                digest: self.field("digest")?.binary("digest")?,
            },
        })
    }

    /// The last field before options of which none is known yet.
    fn last_before_options<F>(
        &mut self,
        field: impl FnOnce(&mut Self) -> Result<F, Malformed>,
    ) -> Result<F, Malformed> {
        let field = field(self)?;
        self.options(|_, reader| reader.skip(2))?;
        Ok(field)
    }

    /// An options map at the end of a frame, if there is one.
    fn options(
        &mut self,
        mut read: impl FnMut(u8, &mut Reader<'a>) -> Result<(), Malformed>,
    ) -> Result<(), Malformed> {
        self.optional(|reader| {
            let mut seen = Seen::default();
            for _ in 0..reader.map("options")? {
                let letter = seen.letter(reader)?;
                read(letter, reader)?;
            }
            Ok(())
        })?;
        Ok(())
    }
}
