use futures_util::stream::{self, Stream};

#[mego::method]
async fn countdown(from: u32) -> impl Stream<Item = u32> {
    stream::iter((0..from).rev())
}

fn main() {}
