use mego::prelude::*;

struct NewUser {
    name: String,
}

#[mego::method]
async fn create_user(user: Bind<NewUser>) -> String {
    user.into_inner().name
}

fn main() {}
