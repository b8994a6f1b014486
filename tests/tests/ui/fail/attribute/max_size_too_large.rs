#[mego::method(max_size = "99999999999999999999MiB")]
async fn sum(a: i32, b: i32) -> i32 {
    a + b
}

fn main() {}
