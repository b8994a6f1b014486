#[mego::data]
#[allow(non_camel_case_types)]
struct user {
    name: String,
}

#[mego::method]
async fn user() {}

fn main() {}
