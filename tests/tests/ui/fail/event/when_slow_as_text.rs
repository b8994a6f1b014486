#[mego::event(when_slow = "drop_oldest")]
struct NewMessage {
    text: String,
}

fn main() {}
