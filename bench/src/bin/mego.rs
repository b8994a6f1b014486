//! The methods of the benchmark as Mego serves them.

use std::error::Error;

use bench::Object;
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

fn main() -> Result<(), Box<dyn Error>> {
    bench::server::run(|listener| async {
        // The engine without a log of calls, as the floor has none.
        let engine = Engine::new().register(methods![sum, echo]);
        if let Err(error) = engine.serve(listener).await {
            eprintln!("{error:#}");
        }
    })
}
