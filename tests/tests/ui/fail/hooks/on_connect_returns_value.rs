use mego::prelude::*;

async fn greet(_: Session) -> bool {
    true
}

fn main() {
    let _ = Engine::new().on_connect(greet);
}
