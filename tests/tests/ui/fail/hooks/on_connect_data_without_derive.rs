use mego::prelude::*;

struct Start;

async fn greet(_: Session, _: Start) {}

fn main() {
    let _ = Engine::new().on_connect(greet);
}
