use mego::prelude::*;

#[mego::method]
async fn session(session: Session) -> Session {
    session
}

fn main() {}
