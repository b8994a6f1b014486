use futures_util::stream::{self, Stream};

#[mego::method]
async fn ticks() -> Box<dyn Stream<Item = u32> + Send> {
    Box::new(stream::iter([1]))
}

fn main() {}
