//! How both servers start and end.

use std::error::Error;
use std::future::Future;
use std::io::{self, Read};
use std::net::Ipv4Addr;
use std::{env, process, thread};

use tokio::net::TcpListener;
use tokio::runtime::Builder;

/// Serves on a port of the system's choice, which is printed, until standard input ends: then the process that started
/// this one has what it wanted, or is gone.
///
/// With `--current-thread` the runtime has no worker threads, so that the same work is the same instructions each time.
///
/// # Errors
/// When there is no runtime or no port.
pub fn run<F>(serve: impl FnOnce(TcpListener) -> F) -> Result<(), Box<dyn Error>>
where
    F: Future<Output = ()>,
{
    let mut builder = if has_flag("--current-thread") {
        Builder::new_current_thread()
    } else {
        Builder::new_multi_thread()
    };
    let runtime = builder.enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        println!("{}", listener.local_addr()?.port());
        thread::spawn(|| {
            let _ = io::stdin().read_to_end(&mut Vec::new());
            process::exit(0);
        });
        serve(listener).await;
        Ok(())
    })
}

/// Whether the command line has this word.
#[must_use]
pub fn has_flag(flag: &str) -> bool {
    env::args().skip(1).any(|argument| argument == flag)
}
