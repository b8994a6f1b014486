#[mego::method]
async fn sum(a: i32, b: i32) -> i32 {
    a + b
}

fn main() {
    let _ = mego::events![sum];
}
