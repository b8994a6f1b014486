#[mego::method(detached = true)]
async fn sum(a: i32, b: i32) -> i32 {
    a + b
}

fn main() {}
