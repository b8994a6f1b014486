use mego::prelude::*;

#[mego::method]
async fn find(#[param(int64 = "bigInt")] id: u64) -> u64 {
    id
}

fn main() {
    let _ = methods![find];
}
