use mego::prelude::*;

mod users {
    #[mego::method]
    async fn create() {}
}

fn main() {
    let _ = methods![users::create];
}
