#[mego::method(name = "mego.ping")]
async fn ping() {}

fn main() {}
