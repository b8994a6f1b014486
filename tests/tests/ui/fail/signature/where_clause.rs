#[mego::method]
async fn sum(a: i32, b: i32) -> i32
where
    i32: Copy,
{
    a + b
}

fn main() {}
