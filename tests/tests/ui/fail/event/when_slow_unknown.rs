#[mego::event(when_slow = drop_newest)]
struct NewMessage {
    text: String,
}

fn main() {}
