struct User {
    name: String,
}

#[mego::method]
async fn users() -> Vec<User> {
    vec![User { name: String::new() }]
}

fn main() {}
