// The fault of the enum is said once; the methods that return it are not a second.
use mego::prelude::*;

#[derive(MethodError)]
enum SignUpError {
    #[mego(code = 1)]
    Closed,
}

#[mego::method]
async fn sign_up() -> Result<(), SignUpError> {
    Err(SignUpError::Closed)
}

fn main() {}
