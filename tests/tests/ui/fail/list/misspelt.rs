use mego::prelude::*;

#[mego::method]
async fn create_user() {}

fn main() {
    let _ = methods![crate_user];
}
