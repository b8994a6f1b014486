#[mego::method]
async fn total(values: &[u32]) -> u32 {
    values.iter().sum()
}

fn main() {}
