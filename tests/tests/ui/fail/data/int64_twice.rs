#[mego::data]
struct User {
    #[mego(int64 = "number", int64 = "string")]
    id: u64,
}

fn main() {}
