// Not wrong, but rustc warns of a method that no list names, as of every function that nobody calls.
#![deny(dead_code)]

#[mego::method]
async fn sum(a: i32, b: i32) -> i32 {
    a + b
}

fn main() {}
