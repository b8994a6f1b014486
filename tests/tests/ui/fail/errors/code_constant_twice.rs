use mego::prelude::*;

const BLOCKED: u16 = 101;

#[derive(MethodError)]
enum SignUpError {
    #[mego(code = 101)]
    Closed,
    #[mego(code = BLOCKED)]
    Blocked,
}

fn main() {}
