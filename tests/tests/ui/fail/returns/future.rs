#[mego::method]
async fn later() -> impl Future<Output = u32> {
    async { 1 }
}

fn main() {}
