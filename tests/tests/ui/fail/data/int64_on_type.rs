#[mego::data]
#[mego(int64 = "number")]
struct User {
    id: u64,
}

fn main() {}
