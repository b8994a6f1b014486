// The fault of the method is said once, and its place in a list is not a second.
use mego::prelude::*;

#[mego::method]
async fn greet(name: &str) -> String {
    name.to_owned()
}

fn main() {
    let _ = methods![greet];
}
