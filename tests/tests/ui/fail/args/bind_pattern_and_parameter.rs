use mego::prelude::*;

#[mego::data]
struct NewUser {
    name: String,
}

#[mego::method]
async fn create_user(notify: bool, Bind(user): Bind<NewUser>) -> String {
    format!("{} {notify}", user.name)
}

fn main() {}
