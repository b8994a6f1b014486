#[mego::data]
fn user() {}

fn main() {}
