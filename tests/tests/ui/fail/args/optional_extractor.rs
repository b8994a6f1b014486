use mego::prelude::*;

#[mego::method]
async fn has_session(session: Option<Session>) -> bool {
    session.is_some()
}

fn main() {}
