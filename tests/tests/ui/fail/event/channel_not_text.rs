#[mego::event(channel = room)]
struct NewMessage {
    text: String,
}

fn main() {}
