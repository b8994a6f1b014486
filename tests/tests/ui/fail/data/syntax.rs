#[mego::data]
struct User {
    name String,
}

fn main() {}
