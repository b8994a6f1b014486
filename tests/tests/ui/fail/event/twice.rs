#[mego::event]
#[mego::event]
struct NewMessage {
    text: String,
}

fn main() {}
