#[mego::data]
#[derive(Clone, serde::Serialize)]
struct User {
    name: String,
}

fn main() {}
