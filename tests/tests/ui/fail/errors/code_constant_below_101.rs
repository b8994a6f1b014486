use mego::prelude::*;

const CLOSED: u16 = 7;

#[derive(MethodError)]
enum SignUpError {
    #[mego(code = CLOSED)]
    Closed,
}

fn main() {}
