#[mego::method]
async fn version() -> &'a str {
    "1.0"
}

fn main() {}
