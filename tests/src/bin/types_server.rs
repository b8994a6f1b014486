//! A server with every type that can go over the wire. A test calls it from Node.

use mego::prelude::*;

#[tokio::main]
async fn main() -> mego::Result<()> {
    tracing_subscriber::fmt().with_ansi(false).init();
    let address = std::env::var("TYPES_ADDRESS").unwrap_or_else(|_| "127.0.0.1:5000".to_owned());
    let limits = Limits::default().max_message(1 << 20);
    tests::types::engine().limits(limits).run(address).await
}
