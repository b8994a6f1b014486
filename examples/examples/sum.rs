//! The smallest server there can be.

use mego::prelude::*;

/// Adds two numbers.
#[mego::method]
async fn sum(a: i32, b: i32) -> i32 {
    a.saturating_add(b)
}

#[tokio::main]
async fn main() -> mego::Result<()> {
    println!("ws://127.0.0.1:5000/mego");
    Engine::default()
        .register(methods![sum])
        .run("127.0.0.1:5000")
        .await
}
