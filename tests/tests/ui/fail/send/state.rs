use mego::prelude::*;
use std::rc::Rc;

#[mego::method]
async fn text(State(text): State<Rc<String>>) -> String {
    text.to_string()
}

fn main() {}
