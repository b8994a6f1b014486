use futures_util::stream::{self, Stream};

struct Tick;

#[mego::method]
async fn ticks() -> mego::Result<impl Stream<Item = Tick>> {
    Ok(stream::iter([Tick]))
}

fn main() {}
