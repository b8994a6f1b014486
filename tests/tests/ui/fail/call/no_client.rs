use mego::prelude::*;

#[mego::method]
async fn sum(a: i32, b: i32) -> i32 {
    a + b
}

async fn test(engine: Engine) {
    let _ = mego::call!(engine, sum, 1, 2).await;
}

fn main() {}
