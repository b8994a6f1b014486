use mego::{Arg, Call};

#[mego::data]
struct CurrentUser {
    name: String,
}

impl Arg for CurrentUser {
    async fn extract(call: &mut Call) -> mego::Result<CurrentUser> {
        Ok(CurrentUser {
            name: call.method().to_owned(),
        })
    }
}

fn main() {}
