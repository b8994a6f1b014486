use futures_util::stream::{self, Stream};

#[mego::method]
async fn lines() -> impl Stream<Item = &str> {
    stream::iter(["a"])
}

fn main() {}
