#[mego::method]
async fn sum(#[param] a: i32, b: i32) -> i32 {
    a + b
}

fn main() {}
