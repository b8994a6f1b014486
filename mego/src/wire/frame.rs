//! The frames of the protocol, borrowed from the message they arrived in.

use super::{Hello, RawParams, Welcome};

/// One frame. Fields that hold a value of the user's are raw MessagePack: they passed the scan and are decoded only
/// when their type is known.
///
/// ```
/// use mego::wire::{Frame, Frames};
///
/// let mut message = Vec::new();
/// Frame::Ok { id: 1235, result: &[3] }.write(&mut message);
/// assert_eq!(message.len(), 6);
/// let frames: Vec<_> = Frames::new(&message).collect::<Result<_, _>>()?;
/// assert_eq!(frames, [Frame::Ok { id: 1235, result: &[3] }]);
/// # Ok::<(), mego::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[allow(missing_docs)] // the fields are those of PROTOCOL.md, under their names there
pub enum Frame<'a> {
    /// 0, client: the first frame.
    Hello(Box<Hello<'a>>),
    /// 1, server: the session is open.
    Welcome(Box<Welcome<'a>>),
    /// 2: is the other side there?
    Ping { value: Option<&'a [u8]> },
    /// 3: the answer, with the value of the Ping.
    Pong { value: Option<&'a [u8]> },
    /// 5, server: no new calls; reconnect within the window.
    GoAway {
        code: u64,
        reason: &'a str,
        window_ms: Option<u64>,
    },
    /// 6, client: a fresh token.
    Auth { id: u32, token: &'a str },
    /// 7: this many more items of a stream may come.
    Credit { id: u32, items: u64 },
    /// 16: call a method.
    Call {
        id: u32,
        method: &'a str,
        params: RawParams<'a>,
        options: CallOptions<'a>,
    },
    /// 17: call a method and want no answer.
    Notify {
        method: &'a str,
        params: RawParams<'a>,
        options: CallOptions<'a>,
    },
    /// 18: the call succeeded.
    Ok { id: u32, result: &'a [u8] },
    /// 19: the call failed.
    Err(Box<ErrFrame<'a>>),
    /// 20: stop this call.
    Cancel { id: u32, reason: Option<&'a str> },
    /// 21: one item of a stream.
    Item { id: u32, value: &'a [u8] },
    /// 22: a stream is complete.
    End { id: u32, value: Option<&'a [u8]> },
    /// 32, client: subscribe to an event on a channel.
    Sub {
        id: u32,
        event: &'a str,
        channel: &'a str,
    },
    /// 33, client: end a subscription.
    Unsub { id: u32, subscription: u64 },
    /// 34, server: an event on a numbered subscription.
    Event {
        subscription: u64,
        data: &'a [u8],
        offset: Option<u64>,
    },
    /// 35, server: an event to a session that did not subscribe by number.
    EventTo {
        event: &'a str,
        channel: &'a str,
        data: &'a [u8],
        offset: Option<u64>,
    },
    /// 36, server: a subscription changed its state.
    SubState {
        subscription: u64,
        state: u64,
        code: Option<u64>,
    },
    /// 48 to 54: uploads.
    File(FileFrame<'a>),
    /// A kind that this version does not know. It is ignored and counted.
    Unknown { kind: u64 },
}

/// What a Call and a Notify have in common: all but the id, which a Notify has not.
#[derive(Debug)]
pub(crate) struct Request<'a> {
    pub(crate) id: Option<u32>,
    pub(crate) method: &'a str,
    pub(crate) params: RawParams<'a>,
    pub(crate) options: CallOptions<'a>,
}

impl<'a> From<Request<'a>> for Frame<'a> {
    fn from(request: Request<'a>) -> Frame<'a> {
        let Request {
            id,
            method,
            params,
            options,
        } = request;
        match id {
            Some(id) => Frame::Call {
                id,
                method,
                params,
                options,
            },
            None => Frame::Notify {
                method,
                params,
                options,
            },
        }
    }
}

/// The options of Call and Notify.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CallOptions<'a> {
    /// `t`: the deadline in milliseconds from now.
    pub deadline_ms: Option<u64>,
    /// `k`: the idempotency key.
    pub key: Option<&'a str>,
    /// `x`: the trace context.
    pub trace: Option<&'a str>,
    /// `c`: how many items of a stream may come at first.
    pub credit: Option<u64>,
    /// `f`: file descriptors by field, a MessagePack map.
    pub files: Option<&'a [u8]>,
}

/// The Err frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ErrFrame<'a> {
    /// The call; 0 in the answer to a refused Hello.
    pub id: u32,
    /// The status code.
    pub code: u64,
    /// A sentence for people.
    pub message: &'a str,
    /// The error's data, a MessagePack value.
    pub data: Option<&'a [u8]>,
    /// `f`: the framework failed, not the method.
    pub is_fault: bool,
    /// `i`: under this id the server's log says more.
    pub incident: Option<&'a str>,
    /// `r`: try again after this many milliseconds.
    pub retry_after_ms: Option<u64>,
}

/// The frames of uploads.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[allow(missing_docs)] // the fields are those of PROTOCOL.md, under their names there
pub enum FileFrame<'a> {
    /// 48, server: send this file. The options are a MessagePack map.
    Grant {
        handle: u32,
        call: u32,
        field: &'a str,
        index: u64,
        options: &'a [u8],
    },
    /// 49, client: a part of a file.
    Chunk {
        handle: u32,
        offset: u64,
        bytes: &'a [u8],
        crc32: Option<u64>,
    },
    /// 50, server: this much is kept.
    Ack { handle: u32, offset: u64, window: u64 },
    /// 51, client: that was all.
    End {
        handle: u32,
        size: u64,
        digest: Option<&'a [u8]>,
    },
    /// 52: the file is given up.
    Abort {
        handle: u32,
        code: u64,
        message: &'a str,
    },
    /// 53, server: go on from this offset.
    Retry { handle: u32, offset: u64, code: u64 },
    /// 54, server: the file is whole.
    Done {
        handle: u32,
        size: u64,
        digest: &'a [u8],
    },
}

/// The states of a subscription that are in use, as SubState tells them.
pub(crate) mod sub_state {
    /// Events before the next one were dropped.
    pub(crate) const GAP: u64 = 1;
    /// The server has ended the subscription.
    pub(crate) const REMOVED: u64 = 3;
}
