#[mego::method]
async fn sum(&self, a: i32) -> i32 {
    a
}
