#[mego::method]
async fn sum(a: i32, b: i32) -> String {
    a + b
}

fn main() {}
