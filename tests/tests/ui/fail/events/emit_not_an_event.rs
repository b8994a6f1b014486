use mego::prelude::*;

#[mego::data]
struct Message {
    text: String,
}

fn tell(handle: &Handle, message: &Message) {
    handle.to("room:1").emit(message);
}

fn main() {}
