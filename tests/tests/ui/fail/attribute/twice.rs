#[mego::method(timeout = "5s", timeout = "6s")]
async fn sum(a: i32, b: i32) -> i32 {
    a + b
}

fn main() {}
