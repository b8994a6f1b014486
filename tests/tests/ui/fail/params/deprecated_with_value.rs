#[mego::method]
async fn list(#[param(deprecated = "use page")] limit: u32) -> u32 {
    limit
}

fn main() {}
