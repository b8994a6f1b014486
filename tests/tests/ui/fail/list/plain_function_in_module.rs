use mego::prelude::*;

mod users {
    pub async fn create() {}
}

#[mego::method]
async fn ping() {}

fn main() {
    let _ = methods![ping, users::create];
}
