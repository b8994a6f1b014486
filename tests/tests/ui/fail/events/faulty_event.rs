use mego::prelude::*;

#[mego::event(channel = "{")]
struct Joined;

fn main() {
    let _ = Engine::new().register(events![Joined]);
}
