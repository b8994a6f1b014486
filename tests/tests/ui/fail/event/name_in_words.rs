#[mego::event(name = "new message")]
struct NewMessage {
    text: String,
}

fn main() {}
