#[mego::method]
async fn divide(a: i32, b: i32) -> Result<i32, String> {
    a.checked_div(b).ok_or_else(|| "divided by zero".to_owned())
}

fn main() {}
