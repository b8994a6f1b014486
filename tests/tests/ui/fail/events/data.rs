#[mego::data]
struct Message {
    text: String,
}

fn main() {
    let _ = mego::events![Message];
}
