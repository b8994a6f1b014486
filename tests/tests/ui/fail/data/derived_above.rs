#[derive(Clone, serde::Serialize)]
#[mego::data]
struct User {
    name: String,
}

fn main() {}
