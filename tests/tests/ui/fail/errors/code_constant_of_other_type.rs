use mego::prelude::*;

const CLOSED: i32 = 101;

#[derive(MethodError)]
enum SignUpError {
    #[mego(code = CLOSED)]
    Closed,
}

fn main() {}
