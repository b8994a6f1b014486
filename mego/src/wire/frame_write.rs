//! Frames to bytes, in their shortest form: absent optional fields at the end are left out.

use super::{CallOptions, ErrFrame, FileFrame, Frame, RawParams, Write};

impl Frame<'_> {
    /// Appends the frame to a message.
    ///
    /// # Panics
    /// Never. An [`Frame::Unknown`] writes its kind alone.
    pub fn write(&self, out: &mut Vec<u8>) {
        match self {
            Frame::Hello(hello) => {
                head(out, 2, 0);
                hello.write(out);
            }
            Frame::Welcome(welcome) => {
                head(out, 2, 1);
                welcome.write(out);
            }
            Frame::Ping { value } => {
                head(out, 1 + u32::from(value.is_some()), 2);
                value.iter().for_each(|value| out.raw(value));
            }
            Frame::Pong { value } => {
                head(out, 1 + u32::from(value.is_some()), 3);
                value.iter().for_each(|value| out.raw(value));
            }
            Frame::GoAway {
                code,
                reason,
                window_ms,
            } => {
                head(out, 3 + u32::from(window_ms.is_some()), 5);
                out.unsigned(*code);
                out.text(reason);
                if let Some(window_ms) = window_ms {
                    out.map(1);
                    out.text("w");
                    out.unsigned(*window_ms);
                }
            }
            Frame::Auth { id, token } => {
                head(out, 3, 6);
                out.unsigned(u64::from(*id));
                out.text(token);
            }
            Frame::Credit { id, items } => numbers(out, 7, &[u64::from(*id), *items], None),
            Frame::Call {
                id,
                method,
                params,
                options,
            } => write_call(out, Some(*id), method, params, options),
            Frame::Notify {
                method,
                params,
                options,
            } => write_call(out, None, method, params, options),
            Frame::Ok { id, result } => {
                write_ok_head(out, *id);
                out.raw(result);
            }
            Frame::Err(err) => err.write(out),
            Frame::Cancel { id, reason } => {
                head(out, 2 + u32::from(reason.is_some()), 20);
                out.unsigned(u64::from(*id));
                reason.iter().for_each(|reason| out.text(reason));
            }
            Frame::Item { id, value } => {
                head(out, 3, 21);
                out.unsigned(u64::from(*id));
                out.raw(value);
            }
            Frame::End { id, value } => {
                head(out, 2 + u32::from(value.is_some()), 22);
                out.unsigned(u64::from(*id));
                value.iter().for_each(|value| out.raw(value));
            }
            Frame::Sub { id, event, channel } => {
                head(out, 4, 32);
                out.unsigned(u64::from(*id));
                out.text(event);
                out.text(channel);
            }
            Frame::Unsub { id, subscription } => numbers(out, 33, &[u64::from(*id), *subscription], None),
            Frame::Event {
                subscription,
                data,
                offset,
            } => {
                head(out, 3 + u32::from(offset.is_some()), 34);
                out.unsigned(*subscription);
                out.raw(data);
                offset.iter().for_each(|offset| out.unsigned(*offset));
            }
            Frame::EventTo {
                event,
                channel,
                data,
                offset,
            } => {
                head(out, 4 + u32::from(offset.is_some()), 35);
                out.text(event);
                out.text(channel);
                out.raw(data);
                offset.iter().for_each(|offset| out.unsigned(*offset));
            }
            Frame::SubState {
                subscription,
                state,
                code,
            } => numbers(out, 36, &[*subscription, *state], *code),
            Frame::File(frame) => frame.write(out),
            Frame::Unknown { kind } => numbers(out, *kind, &[], None),
        }
    }
}

/// Appends the head of an Ok frame; the result has to follow.
#[inline]
pub(crate) fn write_ok_head(out: &mut Vec<u8>, id: u32) {
    head(out, 3, 18);
    out.unsigned(u64::from(id));
}

/// Appends the head of an Item frame; the value has to follow.
pub(crate) fn write_item_head(out: &mut Vec<u8>, id: u32) {
    head(out, 3, 21);
    out.unsigned(u64::from(id));
}

/// Appends the head of an Event frame; the data has to follow.
pub(crate) fn write_event_head(out: &mut Vec<u8>, subscription: u32) {
    head(out, 3, 34);
    out.unsigned(u64::from(subscription));
}

#[inline]
fn head(out: &mut Vec<u8>, length: u32, kind: u64) {
    out.array(length);
    out.unsigned(kind);
}

/// A frame of integers, the last of them optional.
fn numbers(out: &mut Vec<u8>, kind: u64, fields: &[u64], last: Option<u64>) {
    head(out, 1 + fields.len() as u32 + u32::from(last.is_some()), kind);
    fields.iter().chain(&last).for_each(|field| out.unsigned(*field));
}

fn write_call(
    out: &mut Vec<u8>,
    id: Option<u32>,
    method: &str,
    params: &RawParams<'_>,
    options: &CallOptions<'_>,
) {
    let fields = 3 + u32::from(id.is_some());
    let options_length = options.length();
    head(
        out,
        fields + u32::from(options_length > 0),
        if id.is_some() { 16 } else { 17 },
    );
    id.iter().for_each(|id| out.unsigned(u64::from(*id)));
    out.text(method);
    out.raw(params.bytes);
    if options_length > 0 {
        out.map(options_length);
        options.write(out);
    }
}

impl CallOptions<'_> {
    fn length(&self) -> u32 {
        u32::from(self.deadline_ms.is_some())
            + u32::from(self.key.is_some())
            + u32::from(self.trace.is_some())
            + u32::from(self.credit.is_some())
            + u32::from(self.files.is_some())
    }

    fn write(&self, out: &mut Vec<u8>) {
        if let Some(deadline_ms) = self.deadline_ms {
            out.text("t");
            out.unsigned(deadline_ms);
        }
        for (letter, text) in [("k", self.key), ("x", self.trace)] {
            if let Some(text) = text {
                out.text(letter);
                out.text(text);
            }
        }
        if let Some(credit) = self.credit {
            out.text("c");
            out.unsigned(credit);
        }
        if let Some(files) = self.files {
            out.text("f");
            out.raw(files);
        }
    }
}

impl ErrFrame<'_> {
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        let options = u32::from(self.is_fault)
            + u32::from(self.incident.is_some())
            + u32::from(self.retry_after_ms.is_some());
        let length = match (self.data, options) {
            (None, 0) => 4,
            (Some(_), 0) => 5,
            (_, _) => 6,
        };
        head(out, length, 19);
        out.unsigned(u64::from(self.id));
        out.unsigned(self.code);
        out.text(self.message);
        match self.data {
            Some(data) => out.raw(data),
            None if options > 0 => out.nil(),
            None => {}
        }
        if options == 0 {
            return;
        }
        out.map(options);
        if self.is_fault {
            out.text("f");
            out.bool(true);
        }
        if let Some(incident) = self.incident {
            out.text("i");
            out.text(incident);
        }
        if let Some(retry_after_ms) = self.retry_after_ms {
            out.text("r");
            out.unsigned(retry_after_ms);
        }
    }
}

impl FileFrame<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            FileFrame::Grant {
                handle,
                call,
                field,
                index,
                options,
            } => {
                head(out, 6, 48);
                out.unsigned(u64::from(*handle));
                out.unsigned(u64::from(*call));
                out.text(field);
                out.unsigned(*index);
                out.raw(options);
            }
            FileFrame::Chunk {
                handle,
                offset,
                bytes,
                crc32,
            } => {
                head(out, 4 + u32::from(crc32.is_some()), 49);
                out.unsigned(u64::from(*handle));
                out.unsigned(*offset);
                out.binary(bytes);
                crc32.iter().for_each(|crc32| out.unsigned(*crc32));
            }
            FileFrame::Ack {
                handle,
                offset,
                window,
            } => {
                numbers(out, 50, &[u64::from(*handle), *offset, *window], None);
            }
            FileFrame::End { handle, size, digest } => {
                head(out, 3 + u32::from(digest.is_some()), 51);
                out.unsigned(u64::from(*handle));
                out.unsigned(*size);
                digest.iter().for_each(|digest| out.binary(digest));
            }
            FileFrame::Abort {
                handle,
                code,
                message,
            } => {
                head(out, 4, 52);
                out.unsigned(u64::from(*handle));
                out.unsigned(*code);
                out.text(message);
            }
            FileFrame::Retry { handle, offset, code } => {
                numbers(out, 53, &[u64::from(*handle), *offset, *code], None);
            }
            FileFrame::Done { handle, size, digest } => {
                head(out, 4, 54);
                out.unsigned(u64::from(*handle));
                out.unsigned(*size);
                out.binary(digest);
            }
        }
    }
}
