#[mego::method(name = "")]
async fn create_user() {}

fn main() {}
