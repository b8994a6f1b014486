#[mego::event]
struct Joined;

#[mego::event]
struct Left;

fn main() {
    let _ = mego::events![Joined Left];
}
