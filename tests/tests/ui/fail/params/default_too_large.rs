#[mego::method]
async fn list(#[param(default = 300)] limit: u8) -> u8 {
    limit
}

fn main() {}
