//! One connection of the load.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};

use super::template::{Template, masked};

/// What a server has sent and nobody has looked at is never more than the replies to one window.
const INPUT: usize = 64 * 1024;

/// A connection with its Hello and Welcome behind it.
#[derive(Debug)]
pub struct Client {
    socket: TcpStream,
    template: Template,
    output: Vec<u8>,
    input: Box<[u8]>,
    /// How much of the input is there; it begins with a WebSocket frame.
    filled: usize,
    next_call: u32,
    next_reply: u32,
}

impl Client {
    pub(super) fn connect(address: SocketAddr, template: Template) -> io::Result<Client> {
        let mut socket = TcpStream::connect(address)?;
        socket.set_nodelay(true)?;
        let request = format!(
            "GET /mego HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\
             Sec-WebSocket-Protocol: {}\r\n\r\n",
            mego::wire::SUBPROTOCOL
        );
        socket.write_all(request.as_bytes())?;
        let mut response = Vec::new();
        let mut byte = [0];
        while !response.ends_with(b"\r\n\r\n") {
            socket.read_exact(&mut byte)?;
            response.push(byte[0]);
        }
        if !response.starts_with(b"HTTP/1.1 101 ") {
            return Err(wrong("the response to the upgrade", &response));
        }
        // Hello: `[0, {"v": 1, "a": []}]`.
        socket.write_all(&masked(&[0x92, 0, 0x82, 0xa1, b'v', 1, 0xa1, b'a', 0x90]))?;
        let welcome = read_message(&mut socket)?;
        if !welcome.starts_with(&[0x92, 1]) {
            return Err(wrong("Welcome", &welcome));
        }
        let mut next = 1;
        if let Some((sub, answer)) = template.subscription() {
            socket.write_all(&sub)?;
            let message = read_message(&mut socket)?;
            if message != answer {
                return Err(wrong("the answer to Sub", &message));
            }
            next += 2;
        }
        socket.set_nonblocking(true)?;
        Ok(Client {
            socket,
            template,
            output: Vec::new(),
            input: Box::default(),
            filled: 0,
            next_call: next,
            next_reply: next,
        })
    }

    /// Whether a reply is outstanding.
    pub(super) fn is_waiting(&self) -> bool {
        self.next_reply != self.next_call
    }

    /// Makes so many calls with one write.
    pub(super) fn call(&mut self, count: u64) -> io::Result<()> {
        self.output.clear();
        for _ in 0..count {
            self.template.write(self.next_call, &mut self.output);
            self.next_call += 2;
        }
        let mut rest = self.output.as_slice();
        while !rest.is_empty() {
            match self.socket.write(rest) {
                Ok(count) => rest = &rest[count..],
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Takes what there is with one read, and counts it. Nothing is waited for.
    pub(super) fn receive(&mut self) -> io::Result<Received> {
        if self.input.is_empty() {
            // Not before the first call: thousands of idle clients need none.
            self.input = vec![0; INPUT].into();
        }
        match self.socket.read(&mut self.input[self.filled..]) {
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(count) => self.filled += count,
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(Received::default()),
            Err(error) => return Err(error),
        }
        let mut received = Received::default();
        let mut at = 0;
        while let Some(message) = message(&self.input[at..self.filled])? {
            at += message.end;
            let mut frames = &self.input[at - message.length..at];
            while !frames.is_empty() {
                let event = self.template.event();
                if let Some(rest) = event.and_then(|event| frames.strip_prefix(event)) {
                    frames = rest;
                    received.events += 1;
                    continue;
                }
                frames = reply(frames, self.next_reply, self.template.result())
                    .ok_or_else(|| wrong("a reply", frames))?;
                self.next_reply += 2;
                received.replies += 1;
            }
        }
        self.input.copy_within(at..self.filled, 0);
        self.filled -= at;
        Ok(received)
    }
}

/// What one read brought.
#[derive(Clone, Copy, Default)]
pub(super) struct Received {
    pub(super) replies: u64,
    pub(super) events: u64,
}

/// Waits for one message.
fn read_message(socket: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut header = [0; 2];
    socket.read_exact(&mut header)?;
    let length = match header {
        [0x82, length @ 0..=125] => usize::from(length),
        [0x82, 126] => {
            let mut length = [0; 2];
            socket.read_exact(&mut length)?;
            usize::from(u16::from_be_bytes(length))
        }
        _ => return Err(wrong("a message", &header)),
    };
    let mut message = vec![0; length];
    socket.read_exact(&mut message)?;
    Ok(message)
}

/// A whole WebSocket message: its payload is what ends it.
struct Message {
    length: usize,
    end: usize,
}

fn message(input: &[u8]) -> io::Result<Option<Message>> {
    let (head, length) = match *input {
        [0x82, length @ 0..=125, ..] => (2, usize::from(length)),
        [0x82, 126, a, b, ..] => (4, usize::from(u16::from_be_bytes([a, b]))),
        [] | [0x82] | [0x82, 126, ..] => return Ok(None),
        _ => return Err(wrong("a message", input)),
    };
    let end = head + length;
    Ok((end <= input.len()).then_some(Message { length, end }))
}

/// Passes `[18, id, result]` and gives the rest, or nothing when the reply is another.
fn reply<'a>(frame: &'a [u8], id: u32, result: &[u8]) -> Option<&'a [u8]> {
    let rest = frame.strip_prefix(&[0x93, 18])?;
    let (found, rest) = match *rest {
        [id @ 0..=0x7f, ref rest @ ..] | [0xcc, id, ref rest @ ..] => (u32::from(id), rest),
        [0xcd, a, b, ref rest @ ..] => (u32::from(u16::from_be_bytes([a, b])), rest),
        [0xce, a, b, c, d, ref rest @ ..] => (u32::from_be_bytes([a, b, c, d]), rest),
        _ => return None,
    };
    if found == id {
        rest.strip_prefix(result)
    } else {
        None
    }
}

fn wrong(what: &str, bytes: &[u8]) -> io::Error {
    let shown = &bytes[..bytes.len().min(200)];
    let text = format!("{what} is not what was expected: {}", shown.escape_ascii());
    io::Error::new(ErrorKind::InvalidData, text)
}
