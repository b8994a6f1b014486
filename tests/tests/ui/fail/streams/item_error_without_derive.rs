use futures_util::stream::{self, Stream};

struct Broken;

#[mego::method]
async fn ticks() -> impl Stream<Item = Result<u32, Broken>> {
    stream::iter([Ok(1)])
}

fn main() {}
