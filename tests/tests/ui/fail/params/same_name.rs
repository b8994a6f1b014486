#[mego::method]
async fn sum(user_id: i32, _user_id: i32) -> i32 {
    user_id
}

fn main() {}
