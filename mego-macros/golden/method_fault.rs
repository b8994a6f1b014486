#[mego::method(timeout = "5")]
pub async fn greet(name: &str) -> &str {
    name
}
