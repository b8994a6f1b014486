#[mego::data]
struct User {
    #[mego(example)]
    name: String,
}

fn main() {}
