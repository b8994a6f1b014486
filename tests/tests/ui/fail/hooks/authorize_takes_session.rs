use mego::prelude::*;

#[mego::event]
struct Joined;

async fn may_join(_: Session) -> bool {
    true
}

fn main() {
    let _ = Engine::new().register(events![Joined].authorize(may_join));
}
