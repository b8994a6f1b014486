#[mego::method]
async fn sum(a: i32, #[param(name = "a")] b: i32) -> i32 {
    a + b
}

fn main() {}
