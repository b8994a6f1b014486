use mego::client::Client;

#[mego::method]
async fn sum(a: i32, b: i32) -> i32 {
    a + b
}

async fn test(client: Client) {
    let _ = mego::call!(client, sum, 1, "two").await;
}

fn main() {}
