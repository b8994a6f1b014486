use futures_util::stream::{self, Stream};

struct Broken;

#[mego::method]
async fn ticks() -> Result<impl Stream<Item = u32>, Broken> {
    Ok(stream::iter([1]))
}

fn main() {}
