struct Filter {
    name: String,
}

#[mego::method]
async fn list_users(filter: Option<Filter>) -> Vec<String> {
    filter.map(|filter| filter.name).into_iter().collect()
}

fn main() {}
