use mego::prelude::*;

async fn log(_: Context) -> Reply {
    Reply::empty()
}

fn main() {
    let _ = Engine::new().with(log);
}
