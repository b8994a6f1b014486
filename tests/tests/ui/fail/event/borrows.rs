#[mego::event]
struct NewMessage<'a> {
    text: &'a str,
}

fn main() {}
