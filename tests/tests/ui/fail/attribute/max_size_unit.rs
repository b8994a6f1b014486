#[mego::method(max_size = "64kb")]
async fn sum(a: i32, b: i32) -> i32 {
    a + b
}

fn main() {}
