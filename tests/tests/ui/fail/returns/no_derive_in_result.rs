struct User {
    name: String,
}

#[mego::method]
async fn user() -> mego::Result<User> {
    Ok(User { name: String::new() })
}

fn main() {}
