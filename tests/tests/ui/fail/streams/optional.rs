use futures_util::stream::{self, Stream};

#[mego::method]
async fn ticks() -> Option<impl Stream<Item = u32>> {
    Some(stream::iter([1]))
}

fn main() {}
