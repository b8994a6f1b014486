//! WebSocket close codes: the range tells a client whether to come back.

use std::fmt;

/// A WebSocket close code. A client that does not know a code goes by its range; see `PROTOCOL.md`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CloseCode(pub u16);

impl CloseCode {
    /// All is done.
    pub const NORMAL: CloseCode = CloseCode(1000);
    /// The server goes away; reconnect with jitter.
    pub const GOING_AWAY: CloseCode = CloseCode(1001);
    /// The other side broke the WebSocket protocol.
    pub const PROTOCOL_ERROR: CloseCode = CloseCode(1002);
    /// A text message came, and all messages are binary.
    pub const UNSUPPORTED: CloseCode = CloseCode(1003);
    /// The message is larger than the limit.
    pub const TOO_BIG: CloseCode = CloseCode(1009);
    /// Something failed inside the server.
    pub const INTERNAL_ERROR: CloseCode = CloseCode(1011);
    /// The server restarts; reconnect with back-off.
    pub const RESTART: CloseCode = CloseCode(1012);
    /// Nothing came for too long.
    pub const PING_TIMEOUT: CloseCode = CloseCode(4003);
    /// Hello did not come in time.
    pub const HANDSHAKE_TIMEOUT: CloseCode = CloseCode(4004);
    /// The message is malformed.
    pub const MALFORMED: CloseCode = CloseCode(4400);
    /// Client and server have no version of the protocol in common.
    pub const NO_COMMON_VERSION: CloseCode = CloseCode(4406);
    /// A limit of the session was exceeded.
    pub const LIMIT_EXCEEDED: CloseCode = CloseCode(4413);
}

impl fmt::Debug for CloseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CloseCode({})", self.0)
    }
}

impl fmt::Display for CloseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
