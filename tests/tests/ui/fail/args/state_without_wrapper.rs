use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

#[derive(Clone)]
struct Counter(Arc<AtomicU32>);

#[mego::method]
async fn next(counter: Counter) -> u32 {
    counter.0.fetch_add(1, Ordering::Relaxed)
}

fn main() {}
