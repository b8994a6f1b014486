//! What tells a process to stop.

use std::time::Duration;

use crate::handle::Handle;

/// How the process was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Signal {
    /// By whatever supervises it.
    Terminate,
    /// By somebody at the keyboard, who waits.
    Interrupt,
}

/// Closes the engine on the first signal, and ends the process on the second.
pub(crate) async fn close_on_signal(handle: Handle) {
    let mut signals = match Signals::new() {
        Ok(signals) => signals,
        Err(error) => {
            tracing::error!(target: "mego", %error, "signals cannot be received");
            return std::future::pending().await;
        }
    };
    let signal = signals.next().await;
    tracing::info!(target: "mego", "told to stop: {} connections are open", handle.connections());
    let close = async {
        handle.set_not_ready();
        let limits = handle.limits();
        match signal {
            Signal::Terminate => {
                tokio::time::sleep(limits.ready_delay).await;
                handle.close_within(limits.drain_window).await;
            }
            Signal::Interrupt => handle.close_within(Duration::ZERO).await,
        }
    };
    tokio::select! {
        () = close => {}
        signal = signals.next() => {
            tracing::warn!(target: "mego", "told to stop once more: {} connections are cut", handle.connections());
            // 128 and the number of the signal, as a shell would say it.
            std::process::exit(if signal == Signal::Terminate { 143 } else { 130 });
        }
    }
}

#[cfg(unix)]
struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Signals> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Signals {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    async fn next(&mut self) -> Signal {
        tokio::select! {
            _ = self.terminate.recv() => Signal::Terminate,
            _ = self.interrupt.recv() => Signal::Interrupt,
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> std::io::Result<Signals> {
        Ok(Signals)
    }

    async fn next(&mut self) -> Signal {
        match tokio::signal::ctrl_c().await {
            Ok(()) => Signal::Interrupt,
            Err(_) => std::future::pending().await,
        }
    }
}
