#[mego::method]
async fn countdown(from: u32) -> impl Iterator<Item = u32> {
    (0..from).rev()
}

fn main() {}
