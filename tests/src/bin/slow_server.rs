//! A server whose calls wait until the process is told to stop. A test starts it, fills it, and tells it.

use std::time::Duration;

use mego::prelude::*;
use tokio::signal::unix::{SignalKind, signal};

/// Answers when SIGTERM has come.
#[mego::method]
async fn hold(n: u32) -> mego::Result<u32> {
    signal(SignalKind::terminate())?.recv().await;
    Ok(n)
}

/// Never answers.
#[mego::method]
async fn hold_for_ever() {
    std::future::pending::<()>().await;
}

#[tokio::main]
async fn main() -> mego::Result<()> {
    // The log says which port it is.
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .init();
    let limits = Limits::default().drain_window(Duration::from_millis(500));
    Engine::new()
        .limits(limits)
        .register(methods![hold, hold_for_ever])
        .run("127.0.0.1:0")
        .await
}
