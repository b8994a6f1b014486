use mego::client::Client;

#[derive(serde::Serialize, mego::JsonSchema)]
#[schemars(crate = "mego::schemars")]
struct Found {
    name: String,
}

#[mego::method]
async fn find(name: String) -> Found {
    Found { name }
}

async fn test(client: Client) {
    let _ = mego::call!(client, find, "a".to_owned()).await;
}

fn main() {}
