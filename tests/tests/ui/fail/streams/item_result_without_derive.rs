use futures_util::stream::{self, Stream};

struct Tick;

#[mego::method]
async fn ticks() -> impl Stream<Item = mego::Result<Tick>> {
    stream::iter([Ok(Tick)])
}

fn main() {}
