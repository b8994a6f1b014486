use mego::prelude::*;

#[derive(MethodError)]
enum SignUpError {
    #[mego(code = 101)]
    Closed,
    #[mego(code = 101)]
    Blocked,
}

fn main() {}
