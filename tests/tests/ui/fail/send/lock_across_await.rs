use mego::prelude::*;
use std::sync::{Arc, Mutex};

#[mego::method]
async fn count(State(counter): State<Arc<Mutex<u32>>>) -> u32 {
    let mut counter = counter.lock().unwrap();
    std::future::ready(()).await;
    *counter += 1;
    *counter
}

fn main() {}
