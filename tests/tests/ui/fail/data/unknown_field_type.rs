#[mego::data]
struct User {
    address: Address,
}

fn main() {}
