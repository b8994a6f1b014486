fn sum() {}

fn main() {
    let _ = mego::events![sum];
}
