use mego::prelude::*;

fn greet(_: Session) {}

fn main() {
    let _ = Engine::new().on_connect(greet);
}
