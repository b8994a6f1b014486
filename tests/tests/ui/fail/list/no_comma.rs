use mego::prelude::*;

#[mego::method]
async fn sum(a: i32, b: i32) -> i32 {
    a + b
}

#[mego::method]
async fn ping() {}

fn main() {
    let _ = methods![sum ping];
}
