#[mego::method]
async fn ignore(_: u32) {}

fn main() {}
