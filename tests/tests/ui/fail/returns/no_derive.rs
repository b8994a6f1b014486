struct User {
    name: String,
}

#[mego::method]
async fn user() -> User {
    User { name: String::new() }
}

fn main() {}
