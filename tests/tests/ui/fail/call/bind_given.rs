use mego::client::Client;
use mego::prelude::*;

#[mego::data]
struct NewUser {
    name: String,
}

#[mego::method]
async fn create_user(user: Bind<NewUser>) -> String {
    user.0.name
}

async fn test(client: Client, user: NewUser) {
    let _ = mego::call!(client, create_user, Bind(user)).await;
}

fn main() {}
