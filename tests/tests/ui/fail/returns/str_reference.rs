#[mego::method]
async fn version() -> &str {
    "1.0"
}

fn main() {}
