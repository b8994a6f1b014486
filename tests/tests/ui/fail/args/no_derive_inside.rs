struct NewUser {
    name: String,
}

#[mego::method]
async fn create_users(users: Vec<NewUser>) -> usize {
    users.len()
}

fn main() {}
