#[mego::data(rename_all = "snake_case")]
struct User {
    name: String,
}

fn main() {}
