#[mego::data]
struct User {
    #[mego(int64 = number)]
    id: u64,
}

fn main() {}
