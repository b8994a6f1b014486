struct Address {
    zip: String,
}

#[mego::data]
enum Contact {
    Post { address: Address },
}

fn main() {}
