#[mego::event]
struct NewMessage {
    text: String,
}

fn main() {
    let _ = mego::methods![NewMessage];
}
