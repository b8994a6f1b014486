use futures_util::stream::{self, Stream};

struct Broken;

#[mego::method]
async fn ticks() -> Result<impl Stream<Item = Result<u32, Broken>>, Broken> {
    Ok(stream::iter([Ok(1)]))
}

fn main() {}
