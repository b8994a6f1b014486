#[mego::event]
struct Joined {
    name: String,
}

fn main() {
    let _ = mego::events![Joined { name: "yami" }];
}
