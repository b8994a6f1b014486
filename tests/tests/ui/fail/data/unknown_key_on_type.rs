#[mego::data]
#[mego(name = "Account")]
struct User {
    name: String,
}

fn main() {}
