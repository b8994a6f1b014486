#[mego::data]
struct User {
    #[mego(int64 = "float")]
    id: u64,
}

fn main() {}
