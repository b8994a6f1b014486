#[mego::event]
struct Then {
    text: String,
}

fn main() {}
