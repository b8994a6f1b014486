#[mego::method]
async fn größe() -> u32 {
    1
}

fn main() {}
