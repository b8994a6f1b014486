#[mego::method]
async fn close() {}

fn main() {}
