#[mego::method]
async fn forget(name String) {}

fn main() {}
