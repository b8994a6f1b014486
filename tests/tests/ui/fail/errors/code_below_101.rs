use mego::prelude::*;

#[derive(MethodError)]
enum SignUpError {
    /// Sign-up is closed for today.
    #[mego(code = 100)]
    Closed,
}

fn main() {}
