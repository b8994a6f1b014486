#[mego::method]
/// Adds two numbers.
///
/// Without overflow.
pub async fn sum(a: i32, b: i32) -> Option<i32> {
    a.checked_add(b)
}
