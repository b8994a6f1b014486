use mego::prelude::*;

struct Database {
    url: String,
}

#[mego::method]
async fn url(database: State<Database>) -> String {
    database.url.clone()
}

fn main() {}
