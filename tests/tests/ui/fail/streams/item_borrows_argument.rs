use futures_util::stream::{self, Stream};

#[mego::method]
async fn words(text: String) -> impl Stream<Item = String> {
    stream::iter(text.split(' ').map(str::to_owned))
}

fn main() {}
