#[mego::event(channel)]
struct NewMessage {
    text: String,
}

fn main() {}
