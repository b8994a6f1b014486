use futures_util::stream::{self, Stream};

use mego::MethodError;

#[derive(MethodError)]
enum OpenError {
    NotFound,
}

#[mego::method]
async fn lines() -> Result<impl Stream<Item = Result<u32, String>>, OpenError> {
    Ok(stream::iter([Ok(1), Err(String::new())]))
}

fn main() {
    let _ = OpenError::NotFound;
}
