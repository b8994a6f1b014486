#[mego::method]
async fn find() -> User {
    unimplemented!()
}

fn main() {}
