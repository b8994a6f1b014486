use futures_util::stream::{self, Stream};

struct Tick;

#[mego::method]
async fn ticks() -> impl Stream<Item = Tick> {
    stream::iter([Tick])
}

fn main() {}
