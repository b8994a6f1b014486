struct NewUser {
    name: String,
}

#[mego::method]
async fn create_user(user: NewUser) -> String {
    user.name
}

fn main() {}
