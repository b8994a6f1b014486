//! A first API. `cargo run --example {{name}}` serves it; `mego-codegen` writes its client and its documents.

use mego::prelude::*;
use mego::stream::stream;

/// Who is to be greeted, and how.
#[mego::data]
struct Guest {
    /// The name.
    #[mego(example = "Ada")]
    name: String,
    /// How often, 1 to 10; once, if it is left out.
    #[serde(default = "once")]
    #[mego(example = 2)]
    times: u32,
}

fn once() -> u32 {
    1
}

/// A typed error: a client narrows it by its status, and gets what goes with it.
#[derive(MethodError)]
enum GreetError {
    /// Nobody is greeted that often.
    #[mego(status = Invalid)]
    TooOften { limit: u32 },
}

/// Somebody was greeted.
#[mego::event(channel = "hello")]
struct Greeted {
    /// The name.
    name: String,
}

/// Greet somebody
///
/// Answers one line for each time, and tells everybody who listens.
#[mego::method]
async fn greet(handle: Handle, guest: Bind<Guest>) -> Result<Vec<String>, GreetError> {
    let Guest { name, times } = guest.into_inner();
    if times > 10 {
        return Err(GreetError::TooOften { limit: 10 });
    }
    let lines = vec![format!("Hello, {name}!"); times as usize];
    handle.to("hello").emit(&Greeted { name });
    Ok(lines)
}

/// Count down
///
/// A stream: one number after the other, as fast as the client takes them.
#[mego::method]
async fn countdown(#[param(example = 3)] from: u32) -> impl Stream<Item = u32> {
    stream(async move |mut items| {
        for number in (0..=from).rev() {
            items.item(number).await;
        }
    })
}

#[tokio::main]
async fn main() -> mego::Result<()> {
    let address = std::env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:5000".to_owned());
    let engine = Engine::default()
        .register(methods![greet, countdown].group("Greetings", "Say hello."))
        .register(events![Greeted]);
    println!("ws://{address}/mego; another port by ADDRESS=127.0.0.1:8080");
    engine.run(address).await
}
