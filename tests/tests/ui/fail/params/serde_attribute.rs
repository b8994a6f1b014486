#[mego::method]
async fn list(#[serde(default)] limit: u32) -> u32 {
    limit
}

fn main() {}
