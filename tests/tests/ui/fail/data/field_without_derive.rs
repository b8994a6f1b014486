struct Address {
    zip: String,
}

#[mego::data]
struct User {
    address: Address,
}

fn main() {}
