trait Calculator {
    #[mego::method]
    async fn sum(&self, a: i32, b: i32) -> i32;
}

fn main() {}
