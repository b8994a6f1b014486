use mego::client::Client;
use mego::prelude::*;

#[derive(serde::Serialize, mego::JsonSchema)]
#[schemars(crate = "mego::schemars")]
struct Found {
    name: String,
}

#[mego::method]
async fn find(name: String) -> impl Stream<Item = Found> {
    mego::stream::stream(async move |mut items| items.item(Found { name }).await)
}

async fn test(client: Client) {
    let _ = mego::call!(client, find, "a".to_owned());
}

fn main() {}
