use mego::prelude::*;

#[mego::event]
struct Joined;

async fn may_join(request: Subscribe) -> String {
    request.channel().to_owned()
}

fn main() {
    let _ = Engine::new().register(events![Joined].authorize(may_join));
}
