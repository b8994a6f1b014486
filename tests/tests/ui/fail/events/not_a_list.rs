use mego::prelude::*;

#[mego::event]
struct Joined;

fn main() {
    let _ = Engine::new().register(Joined);
}
