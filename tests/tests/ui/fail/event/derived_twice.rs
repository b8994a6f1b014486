#[mego::event]
#[derive(serde::Serialize)]
struct NewMessage {
    text: String,
}

fn main() {}
