#[mego::method(name = "users.close")]
async fn close_user() {}

fn main() {}
