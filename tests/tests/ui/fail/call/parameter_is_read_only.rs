use mego::client::Client;

#[derive(serde::Deserialize, mego::JsonSchema)]
#[schemars(crate = "mego::schemars")]
struct Filter {
    name: String,
}

#[mego::method]
async fn find(filter: Filter) -> String {
    filter.name
}

async fn test(client: Client, filter: Filter) {
    let _ = mego::call!(client, find, filter).await;
}

fn main() {}
