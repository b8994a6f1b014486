use mego::client::Client;
use mego::prelude::*;

#[mego::method]
async fn leave(session: Session) {
    let _ = session;
}

async fn test(client: Client, session: Session) {
    let _ = mego::call!(client, leave, session).await;
}

fn main() {}
