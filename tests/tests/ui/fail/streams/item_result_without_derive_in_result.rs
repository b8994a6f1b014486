use futures_util::stream::{self, Stream};

struct Tick;

#[mego::method]
async fn ticks() -> mego::Result<impl Stream<Item = mego::Result<Tick>>> {
    Ok(stream::iter([Ok(Tick)]))
}

fn main() {}
