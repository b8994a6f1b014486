//! The server's behaviour, through the in-memory transport.

mod params;
