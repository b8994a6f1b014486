#[mego::data]
#[mego::event]
struct NewMessage {
    text: String,
}

fn main() {}
