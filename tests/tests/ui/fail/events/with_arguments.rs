#[mego::event]
struct Joined;

fn main() {
    let _ = mego::events![Joined<u32>];
}
