struct Name;

#[mego::data]
struct User {
    #[mego(example = Name)]
    name: String,
}

fn main() {}
