use std::pin::Pin;

use futures_util::stream::{self, Stream};

#[mego::method]
async fn ticks() -> Pin<Box<dyn Stream<Item = u32>>> {
    Box::pin(stream::iter([1]))
}

fn main() {}
