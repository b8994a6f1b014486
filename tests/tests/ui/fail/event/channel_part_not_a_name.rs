#[mego::event(channel = "room:{room id}")]
struct NewMessage {
    text: String,
}

fn main() {}
