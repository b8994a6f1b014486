use futures_util::stream::{self, Stream};

use mego::MethodError;

#[derive(MethodError)]
enum OpenError {
    NotFound,
}

#[derive(MethodError)]
enum ReadError {
    Invalid,
}

#[mego::method]
async fn lines() -> Result<impl Stream<Item = Result<String, ReadError>>, OpenError> {
    Ok(stream::iter([Err(ReadError::Invalid), Ok(String::new())]))
}

fn main() {
    let _ = OpenError::NotFound;
}
