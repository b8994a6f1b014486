#[mego::event(channel = "{room}{user}")]
struct NewMessage {
    text: String,
}

fn main() {}
