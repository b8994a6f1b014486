use mego::prelude::*;

#[mego::method]
async fn whoami(#[param(default)] session: Session) -> String {
    session.id().to_string()
}

fn main() {}
