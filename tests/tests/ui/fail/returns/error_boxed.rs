#[mego::method]
async fn parse(text: String) -> Result<u32, Box<dyn std::error::Error + Send + Sync>> {
    Ok(text.parse()?)
}

fn main() {}
