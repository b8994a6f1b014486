#[mego::data]
struct User {
    name: &str,
}

fn main() {}
