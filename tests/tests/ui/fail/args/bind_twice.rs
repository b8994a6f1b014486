use mego::prelude::*;

#[mego::data]
struct NewUser {
    name: String,
}

#[mego::data]
struct Settings {
    notify: bool,
}

#[mego::method]
async fn create_user(user: Bind<NewUser>, settings: Bind<Settings>) -> String {
    format!("{} {}", user.name, settings.notify)
}

fn main() {}
