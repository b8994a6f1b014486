#[mego::method]
async fn list(#[param(default = "20")] limit: u32) -> u32 {
    limit
}

fn main() {}
