use mego::prelude::*;

#[mego::data]
struct NewUser {
    name: String,
}

#[mego::method]
async fn create_user(user: Bind<NewUser>, notify: bool) -> String {
    format!("{} {notify}", user.name)
}

fn main() {}
