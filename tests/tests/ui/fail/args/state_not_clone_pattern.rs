use mego::prelude::*;

struct Database {
    url: String,
}

#[mego::method]
async fn url(State(database): State<Database>) -> String {
    database.url
}

fn main() {}
