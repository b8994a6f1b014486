#[mego::method(name = "users.then")]
async fn then_user() {}

fn main() {}
