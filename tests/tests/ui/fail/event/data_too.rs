#[mego::event]
#[mego::data]
struct NewMessage {
    text: String,
}

fn main() {}
