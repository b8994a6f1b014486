//! Writes MessagePack for the envelope of frames: the shortest form of everything, appended to a buffer.

/// The few markers that frames are made of. A `Vec` takes every write, so nothing here can fail.
pub(crate) trait Write {
    fn array(&mut self, length: u32);
    fn map(&mut self, length: u32);
    fn unsigned(&mut self, value: u64);
    fn text(&mut self, text: &str);
    fn binary(&mut self, bytes: &[u8]);
    fn bool(&mut self, value: bool);
    fn nil(&mut self);
    /// Bytes that are a MessagePack value already.
    fn raw(&mut self, value: &[u8]);
}

impl Write for Vec<u8> {
    #[inline]
    fn array(&mut self, length: u32) {
        match length {
            0..=15 => self.push(0x90 | length as u8),
            16..=0xffff => {
                self.push(0xdc);
                self.extend_from_slice(&(length as u16).to_be_bytes());
            }
            _ => {
                self.push(0xdd);
                self.extend_from_slice(&length.to_be_bytes());
            }
        }
    }

    fn map(&mut self, length: u32) {
        match length {
            0..=15 => self.push(0x80 | length as u8),
            16..=0xffff => {
                self.push(0xde);
                self.extend_from_slice(&(length as u16).to_be_bytes());
            }
            _ => {
                self.push(0xdf);
                self.extend_from_slice(&length.to_be_bytes());
            }
        }
    }

    #[inline]
    fn unsigned(&mut self, value: u64) {
        match value {
            0..=0x7f => self.push(value as u8),
            0x80..=0xff => self.extend_from_slice(&[0xcc, value as u8]),
            0x100..=0xffff => {
                let [a, b] = (value as u16).to_be_bytes();
                self.extend_from_slice(&[0xcd, a, b]);
            }
            0x1_0000..=0xffff_ffff => {
                self.push(0xce);
                self.extend_from_slice(&(value as u32).to_be_bytes());
            }
            _ => {
                self.push(0xcf);
                self.extend_from_slice(&value.to_be_bytes());
            }
        }
    }

    fn text(&mut self, text: &str) {
        match text.len() {
            length @ 0..=31 => self.push(0xa0 | length as u8),
            length @ 32..=0xff => self.extend_from_slice(&[0xd9, length as u8]),
            length @ 0x100..=0xffff => {
                self.push(0xda);
                self.extend_from_slice(&(length as u16).to_be_bytes());
            }
            length => {
                self.push(0xdb);
                self.extend_from_slice(&(length as u32).to_be_bytes());
            }
        }
        self.extend_from_slice(text.as_bytes());
    }

    fn binary(&mut self, bytes: &[u8]) {
        match bytes.len() {
            length @ 0..=0xff => self.extend_from_slice(&[0xc4, length as u8]),
            length @ 0x100..=0xffff => {
                self.push(0xc5);
                self.extend_from_slice(&(length as u16).to_be_bytes());
            }
            length => {
                self.push(0xc6);
                self.extend_from_slice(&(length as u32).to_be_bytes());
            }
        }
        self.extend_from_slice(bytes);
    }

    fn bool(&mut self, value: bool) {
        self.push(if value { 0xc3 } else { 0xc2 });
    }

    fn nil(&mut self) {
        self.push(0xc0);
    }

    #[inline]
    fn raw(&mut self, value: &[u8]) {
        self.extend_from_slice(value);
    }
}
