use std::rc::Rc;

use futures_util::stream::{self, Stream, StreamExt};

#[mego::method]
async fn ticks() -> impl Stream<Item = u32> {
    let shared = Rc::new(1);
    stream::iter([1]).map(move |n| n + *shared)
}

fn main() {}
