#[mego::event]
async fn new_message() {}

fn main() {}
