enum DivideError {
    DividedByZero,
}

#[mego::method]
async fn divide(a: i32, b: i32) -> Result<i32, DivideError> {
    a.checked_div(b).ok_or(DivideError::DividedByZero)
}

fn main() {}
