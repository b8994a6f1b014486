#[mego::event(name = "a", name = "b")]
struct NewMessage {
    text: String,
}

fn main() {}
