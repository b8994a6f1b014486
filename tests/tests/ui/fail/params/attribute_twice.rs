#[mego::method]
async fn list(
    #[param(default = 1)]
    #[param(default = 2)]
    limit: u32,
) -> u32 {
    limit
}

fn main() {}
