#[mego::method(name = "create user")]
async fn create_user() {}

fn main() {}
