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
    /// Try again later.
    pub const TRY_LATER: CloseCode = CloseCode(1013);
    /// There are too many clients.
    pub const OVERLOADED: CloseCode = CloseCode(4001);
    /// Events came faster than the client read them.
    pub const SLOW_CONSUMER: CloseCode = CloseCode(4002);
    /// Nothing came for too long.
    pub const PING_TIMEOUT: CloseCode = CloseCode(4003);
    /// Hello did not come in time.
    pub const HANDSHAKE_TIMEOUT: CloseCode = CloseCode(4004);
    /// The token has expired; get a new one and reconnect.
    pub const TOKEN_EXPIRED: CloseCode = CloseCode(4006);
    /// Too much was asked in too short a time.
    pub const RATE_LIMITED: CloseCode = CloseCode(4007);
    /// The message is malformed.
    pub const MALFORMED: CloseCode = CloseCode(4400);
    /// The server does not know who the client is.
    pub const NOT_AUTHENTICATED: CloseCode = CloseCode(4401);
    /// The client may not connect.
    pub const FORBIDDEN: CloseCode = CloseCode(4403);
    /// The client shall not come back.
    pub const KICKED: CloseCode = CloseCode(4403);
    /// Client and server have no version of the protocol in common.
    pub const NO_COMMON_VERSION: CloseCode = CloseCode(4406);
    /// The user, or the address, has too many connections.
    pub const TOO_MANY_CONNECTIONS: CloseCode = CloseCode(4408);
    /// A limit of the session was exceeded.
    pub const LIMIT_EXCEEDED: CloseCode = CloseCode(4413);
}

impl CloseCode {
    /// Whether the code may stand in a close frame, by RFC 6455, section 7.4.
    #[must_use]
    pub fn may_be_sent(self) -> bool {
        matches!(self.0, 1000..=1003 | 1007..=1014 | 3000..=4999)
    }
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
