//! A call that is encoded once and sent many times.

use crate::{Note, Object, ROOM};

/// Any will do but zero, with which unmasking would be no work; RFC 6455 wants unpredictable ones for the sake of
/// proxies that are not here.
const MASK: [u8; 4] = [0x5a, 0xc3, 0x17, 0x8e];

/// Where the four bytes of the id lie in a call: behind the marker of the array, the kind and the marker of the id.
const ID_AT: usize = 3;

/// A call without its id, and the result that it has to have.
#[derive(Clone, Debug)]
pub struct Template {
    /// A masked WebSocket message.
    message: Vec<u8>,
    /// Where in the message the masked id goes.
    id_at: usize,
    result: Vec<u8>,
    /// The Event frame of a client that listens.
    event: Option<Vec<u8>>,
}

/// The id of a Sub, which comes before all calls, and the number of the subscription.
const SUB: u8 = 1;
const SUBSCRIPTION: u8 = 1;

impl Template {
    /// `sum` of two numbers by name: `{a: 1, b: 2}`.
    #[must_use]
    pub fn sum() -> Template {
        let params = [0x82, 0xa1, b'a', 1, 0xa1, b'b', 2];
        Template::new("sum", &params, vec![3])
    }

    /// `echo` of the object, by name.
    ///
    /// # Errors
    /// Never: the object can be encoded.
    pub fn echo() -> Result<Template, Box<dyn std::error::Error>> {
        let object = mego::wire::encode(&Object::sample())?;
        let mut params = mego::wire::encode(&Some("object"))?;
        params.insert(0, 0x81);
        params.extend_from_slice(&object);
        Ok(Template::new("echo", &params, object))
    }

    /// `start` of so many events, 127 at most: `{n: 1}`.
    ///
    /// # Errors
    /// Never: the event can be encoded.
    pub fn start(n: u8) -> Result<Template, Box<dyn std::error::Error>> {
        let mut event = vec![0x93, 34, SUBSCRIPTION];
        event.extend_from_slice(&mego::wire::encode(&Note::sample())?);
        Ok(Template {
            event: Some(event),
            ..Template::new("start", &[0x81, 0xa1, b'n', n], vec![0xc0])
        })
    }

    fn new(method: &str, params: &[u8], result: Vec<u8>) -> Template {
        // The id has four bytes whatever its value, so that each call is as long as the next.
        let mut call = vec![0x94, 16, 0xce, 0, 0, 0, 0, 0xa0 | method.len() as u8];
        call.extend_from_slice(method.as_bytes());
        call.extend_from_slice(params);
        let message = masked(&call);
        let id_at = message.len() - call.len() + ID_AT;
        Template {
            message,
            id_at,
            result,
            event: None,
        }
    }

    /// The Sub of a client that listens, and the Ok that it has to be answered with.
    pub(super) fn subscription(&self) -> Option<(Vec<u8>, Vec<u8>)> {
        self.event.as_ref()?;
        let mut sub = vec![0x94, 32, SUB];
        for text in ["note", ROOM] {
            sub.push(0xa0 | text.len() as u8);
            sub.extend_from_slice(text.as_bytes());
        }
        Some((masked(&sub), vec![0x93, 18, SUB, 0x81, 0xa1, b'u', SUBSCRIPTION]))
    }

    pub(super) fn event(&self) -> Option<&[u8]> {
        self.event.as_deref()
    }

    /// Appends the call with this id.
    pub(super) fn write(&self, id: u32, out: &mut Vec<u8>) {
        let at = out.len() + self.id_at;
        out.extend_from_slice(&self.message);
        for (position, byte) in id.to_be_bytes().into_iter().enumerate() {
            out[at + position] = byte ^ MASK[(ID_AT + position) % 4];
        }
    }

    pub(super) fn result(&self) -> &[u8] {
        &self.result
    }
}

/// A binary WebSocket message, as a client has to send it.
pub(super) fn masked(payload: &[u8]) -> Vec<u8> {
    let mut message = vec![0x82];
    match u8::try_from(payload.len()) {
        Ok(length @ 0..=125) => message.push(0x80 | length),
        _ => {
            message.push(0x80 | 126);
            message.extend_from_slice(&(payload.len() as u16).to_be_bytes());
        }
    }
    message.extend_from_slice(&MASK);
    let bytes = payload.iter().zip(MASK.iter().cycle());
    message.extend(bytes.map(|(byte, mask)| byte ^ mask));
    message
}
