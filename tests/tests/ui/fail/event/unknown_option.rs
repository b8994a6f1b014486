#[mego::event(timeout = "5s")]
struct NewMessage {
    text: String,
}

fn main() {}
