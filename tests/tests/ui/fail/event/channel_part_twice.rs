#[mego::event(channel = "{room}/{room}")]
struct NewMessage {
    text: String,
}

fn main() {}
