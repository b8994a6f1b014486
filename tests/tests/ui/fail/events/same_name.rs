#[mego::event]
struct Joined;

mod rooms {
    #[mego::event(name = "joined")]
    pub struct SomebodyJoined;
}

fn main() {
    let _ = mego::events![Joined, rooms::SomebodyJoined];
}
