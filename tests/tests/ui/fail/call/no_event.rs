use mego::client::Client;

#[mego::data]
struct NewMessage {
    text: String,
}

async fn test(client: Client) {
    let _ = client.subscribe::<NewMessage>("room:1").await;
}

fn main() {}
