use futures_util::stream::{self, Stream};

#[mego::method]
async fn countdown(from: u32) -> mego::Result<impl Stream<Item = u32>> {
    Ok(stream::iter((0..from).rev()))
}

fn main() {}
