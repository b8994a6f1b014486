#[mego::event]
struct NewMessage {
    author: Author,
}

struct Author;

fn main() {}
