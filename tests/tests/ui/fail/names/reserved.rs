#[mego::method]
async fn then() {}

fn main() {}
