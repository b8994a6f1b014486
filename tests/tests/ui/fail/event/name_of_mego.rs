#[mego::event(name = "mego.changed")]
struct NewMessage {
    text: String,
}

fn main() {}
