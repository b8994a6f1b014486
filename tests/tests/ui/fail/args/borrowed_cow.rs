use std::borrow::Cow;

#[mego::method]
async fn greet(name: Cow<'_, str>) -> String {
    format!("Hello {name}")
}

fn main() {}
