#[mego::data]
struct User {
    #[mego(exmaple = "yami")]
    name: String,
}

fn main() {}
