#[mego::data]
struct User {
    #[mego(example = "yami", example = "karisa")]
    name: String,
}

fn main() {}
