use std::collections::HashMap;

struct Count(u64);

#[mego::method]
async fn counts() -> HashMap<String, Count> {
    HashMap::from([("a".to_owned(), Count(1))])
}

fn main() {}
