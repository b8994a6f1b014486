#[mego::event(channel = "room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/room/")]
struct NewMessage {
    text: String,
}

fn main() {}
