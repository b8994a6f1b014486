use mego::prelude::*;

#[mego::method]
async fn next(State(counter): State<Counter>) -> u32 {
    counter.next()
}

fn main() {}
