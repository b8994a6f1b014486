#[mego::method]
async fn list(#[param(default = true)] limit: u32) -> u32 {
    limit
}

fn main() {}
