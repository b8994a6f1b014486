#[mego::event(crate = rpc)]
struct NewMessage {
    text: String,
}

fn main() {}
