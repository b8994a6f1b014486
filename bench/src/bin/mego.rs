//! The methods of the benchmark as Mego serves them.

use std::error::Error;

use bench::{Note, Object, ROOM};
use mego::prelude::*;

/// Adds two numbers.
#[mego::method]
async fn sum(a: i32, b: i32) -> i32 {
    a.wrapping_add(b)
}

/// Returns what it was given.
#[mego::method]
async fn echo(object: Object) -> Object {
    object
}

/// Emits so many events to all who listen.
#[mego::method]
async fn start(handle: Handle, n: u32) {
    for _ in 0..n {
        handle.to(ROOM).emit(&Note::sample());
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    bench::server::run(|listener| async {
        // Without middleware, as the floor has none; or as an engine is that somebody has just begun to write.
        let engine = if bench::server::has_flag("--default") {
            Engine::default()
        } else {
            Engine::new()
        };
        let engine = engine
            .register(methods![sum, echo, start])
            .register(events![Note]);
        if let Err(error) = engine.serve(listener).await {
            eprintln!("{error:#}");
        }
    })
}
